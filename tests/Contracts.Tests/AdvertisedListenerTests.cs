using KafkaGateway.Contracts.Cluster;

namespace KafkaGateway.Contracts.Tests;

public sealed class AdvertisedListenerTests
{
    [Theory]
    [InlineData("INSIDE", "10.0.0.7", 9092, "INSIDE://10.0.0.7:9092")]
    [InlineData("PLAINTEXT", "kafka.example", 1, "PLAINTEXT://kafka.example:1")]
    [InlineData("V6", "fd00::7", 9092, "V6://[fd00::7]:9092")]
    public void It_is_written_as_Kafka_does_and_read_again(string name, string host, int port, string text)
    {
        var listener = new AdvertisedListener(name, host, port);
        Assert.Equal(text, listener.ToString());
        Assert.Equal(listener, AdvertisedListener.Parse(text));
    }

    [Theory]
    [InlineData("10.0.0.7:9092")]
    [InlineData("://10.0.0.7:9092")]
    [InlineData("INSIDE://10.0.0.7")]
    [InlineData("INSIDE://:9092")]
    public void What_has_another_form_is_refused(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => AdvertisedListener.Parse(text)).Message, StringComparison.Ordinal);
}
