namespace KafkaGateway.Protocol.Tests.Codec.Primitives;

public sealed class KafkaUuidTests
{
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("00000000-0000-0000-0000-000000000001", "AAAAAAAAAAAAAAAAAAAAAQ")]
    [InlineData("fbf00000-0000-0000-0000-00000000003f", "-_AAAAAAAAAAAAAAAAAAPw")]
    public void The_text_is_url_safe_base64_of_the_big_endian_octets(string id, string text)
    {
        Assert.Equal(text, KafkaUuid.ToText(Guid.Parse(id)));
        Assert.True(KafkaUuid.TryParse(text, out var back));
        Assert.Equal(Guid.Parse(id), back);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAA+AAAAAAAAAAA")]
    [InlineData("AAAAAAAAAA AAAAAAAAAAA")]
    public void Other_text_is_no_id(string? text)
    {
        Assert.False(KafkaUuid.TryParse(text, out var id));
        Assert.Equal(Guid.Empty, id);
    }

    [Fact]
    public void The_octets_are_most_significant_first()
    {
        var octets = new byte[16];
        KafkaUuid.Write(octets, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        Assert.Equal("00112233445566778899AABBCCDDEEFF", Convert.ToHexString(octets));
        Assert.Throws<ArgumentException>(() => KafkaUuid.Write(new byte[15], Guid.Empty));
    }
}
