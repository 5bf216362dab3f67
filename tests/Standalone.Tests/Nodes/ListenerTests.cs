using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Standalone.Tests.Nodes;

public sealed class ListenerTests
{
    [Fact]
    public async Task A_client_is_sent_back_to_the_listener_that_it_came_in_on()
    {
        await using var kafka = await KafkaNode.StartAsync(o =>
        {
            o.Listen.Add("127.0.0.1:0");
            o.Listen.Add("127.0.0.1:0");
        });
        var addresses = kafka.BootstrapServers.Split(',');
        Assert.Equal(2, addresses.Distinct().Count());
        foreach (var address in addresses)
            Assert.Equal([address, address], await ToldAsync(address));
    }

    [Fact]
    public async Task An_advertised_address_stands_for_the_bound_one()
    {
        var port = FreePort.Next();
        await using var kafka = await KafkaNode.StartAsync(o =>
        {
            o.Listen.Add($"127.0.0.1:{port}");
            o.Advertise.Add("kafka.example:19092");
        });
        Assert.Equal("kafka.example:19092", kafka.BootstrapServers);
        Assert.Equal(["kafka.example:19092", "kafka.example:19092"], await ToldAsync($"127.0.0.1:{port}"));
    }

    // By Metadata and by FindCoordinator.
    private static async Task<string[]> ToldAsync(string address)
    {
        await using var client = await WireClient.ConnectAsync(address);
        var broker = (await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [] }, 12)).Brokers.Single();
        var coordinator = await client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { Key = "g" }, 3);
        Assert.Equal(ErrorCode.None, coordinator.ErrorCode);
        return [$"{broker.Host}:{broker.Port}", $"{coordinator.Host}:{coordinator.Port}"];
    }
}
