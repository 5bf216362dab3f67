using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway;

namespace KafkaGateway.Standalone.Tests.Nodes;

public sealed class ListenerNamesTests
{
    [Theory]
    [InlineData("h:1", "PLAINTEXT")]
    [InlineData("PLAINTEXT://h:1,plaintext://h:2,h:3", "PLAINTEXT,PLAINTEXT2,PLAINTEXT3")]
    [InlineData("inside://h:1,OUT_SIDE2://h:2", "INSIDE,OUT_SIDE2")]
    [InlineData("h:1,OUTSIDE://h:2", "PLAINTEXT,OUTSIDE")]
    public void Listeners_have_the_names_that_they_are_given_or_that_of_their_place(string listeners, string names)
    {
        var read = ListenerAddresses.Read(listeners.Split(','), []);
        Assert.Equal(names, string.Join(',', read.Select(listener => listener.Name)));
        Assert.Equal(Enumerable.Range(1, read.Count), read.Select(listener => listener.Listen.Port));
    }

    [Fact]
    public void What_is_advertised_may_repeat_the_name()
    {
        var read = ListenerAddresses.Read(["INSIDE://:1", "OUTSIDE://:2"], ["INSIDE://a:3", "b:4"]);
        Assert.Equal(["a:3", "b:4"], read.Select(listener => listener.Advertise!.ToString()));
    }

    [Theory]
    [InlineData("INSIDE://:1", "OUTSIDE://a:1", "same name")]
    [InlineData("INSIDE://:1,INSIDE://:2", "", "more than one listener is named INSIDE")]
    [InlineData("SASL_SSL://:1", "", "SASL_SSL is not served")]
    [InlineData("IN-SIDE://:1", "", "letters, digits and underscores")]
    [InlineData("://:1", "", "NAME://HOST:PORT")]
    [InlineData("INSIDE://h", "", "HOST:PORT")]
    public void What_does_not_fit_is_refused(string listeners, string advertised, string why)
    {
        var refused = Assert.Throws<SettingsException>(
            () => ListenerAddresses.Read(listeners.Split(','), advertised.Length == 0 ? [] : advertised.Split(',')));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }
}
