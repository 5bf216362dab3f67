using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Members;

/// <summary>Gateways with more than one listener: which addresses clients are told (KIP-103).</summary>
public sealed class ListenersTests
{
    private const string Inside = "INSIDE://127.0.0.1:0";
    private const string Outside = "OUTSIDE://127.0.0.1:0";

    [Fact]
    public async Task Clients_are_told_the_addresses_of_all_gateways_on_the_listener_that_they_came_in_by()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 0);
        await using var first = await cluster.StartAsync(ProcessRole.Gateway, "first", ("listeners", $"{Inside},{Outside}"));
        await using var second = await cluster.StartAsync(ProcessRole.Gateway, "second", ("listeners", $"{Outside},{Inside}"));
        await first.SeesAsync([.. cluster.Silos, first, second]);
        string[] inside = [Address(first, 0), Address(second, 1)], outside = [Address(first, 1), Address(second, 0)];
        foreach (var (cameInBy, told) in new[] { (inside[0], inside), (inside[1], inside), (outside[0], outside), (outside[1], outside) })
        {
            await using var client = await WireClient.ConnectAsync(cameInBy);
            await Eventually.IsAsync(Sorted(told), async () => Sorted(await BrokersAsync(client)));
            var described = await client.CallAsync<DescribeClusterResponse>(new DescribeClusterRequest(), 1);
            Assert.Equal(Sorted(told), Sorted(described.Brokers.Select(broker => $"{broker.Host}:{broker.Port}")));
            foreach (var group in Enumerable.Range(0, 20))
                Assert.Contains(await CoordinatorAsync(client, $"group-{group}"), told);
        }
    }

    [Fact]
    public async Task A_gateway_without_the_listener_is_not_told_of_and_the_one_asked_stands_for_it()
    {
        const int Partitions = 16;
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 0);
        await using var both = await cluster.StartAsync(ProcessRole.Gateway, "both", ("listeners", $"{Inside},{Outside}"));
        await using var insideOnly = await cluster.StartAsync(ProcessRole.Gateway, "inside-only", ("listeners", Inside));
        await both.SeesAsync([.. cluster.Silos, both, insideOnly]);

        await using var inside = await WireClient.ConnectAsync(Address(both, 0));
        await inside.CreateTopicAsync("t", Partitions);
        Assert.Equal([both.NodeId, insideOnly.NodeId], (await LeadersAsync(inside)).Distinct().Order());

        await using var outside = await WireClient.ConnectAsync(Address(both, 1));
        Assert.Equal([Address(both, 1)], await BrokersAsync(outside));
        Assert.All(await LeadersAsync(outside), leader => Assert.Equal(both.NodeId, leader));
        foreach (var group in Enumerable.Range(0, 20))
            Assert.Equal(Address(both, 1), await CoordinatorAsync(outside, $"group-{group}"));
    }

    [Fact]
    public async Task Behind_one_address_gateways_are_told_of_as_one_and_any_is_the_one_that_a_client_means()
    {
        const string Balancer = "kafka.example:9094";
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 0);
        var advertised = ("advertised.listeners", $"127.0.0.1:0,{Balancer}");
        var outsidePort = FreePort.Next();
        await using var first = await cluster.StartAsync(
            ProcessRole.Gateway, "first", ("listeners", $"{Inside},OUTSIDE://127.0.0.1:{outsidePort}"), advertised);
        await using var second = await cluster.StartAsync(ProcessRole.Gateway, "second", ("listeners", $"{Inside},{Outside}"), advertised);
        await first.SeesAsync([.. cluster.Silos, first, second]);

        await using var outside = await WireClient.ConnectAsync($"127.0.0.1:{outsidePort}");
        await outside.CreateTopicAsync("t", partitions: 16);
        var told = Assert.Single((await MetadataAsync(outside)).Brokers);
        Assert.Equal((Math.Min(first.NodeId, second.NodeId), Balancer), (told.NodeId, $"{told.Host}:{told.Port}"));
        Assert.All(await LeadersAsync(outside), leader => Assert.Equal(told.NodeId, leader));
        foreach (var group in Enumerable.Range(0, 20))
            Assert.Equal(Balancer, await CoordinatorAsync(outside, $"group-{group}"));
        Assert.Equal(ErrorCode.None, await GreetAsync(outside, first.View.ClusterId, first.NodeId));
        Assert.Equal(ErrorCode.None, await GreetAsync(outside, first.View.ClusterId, second.NodeId));
        Assert.Equal(ErrorCode.RebootstrapRequired, await GreetAsync(outside, first.View.ClusterId, nodeId: 99));
        Assert.Equal(ErrorCode.RebootstrapRequired, await GreetAsync(outside, "another", second.NodeId));

        await using var inside = await WireClient.ConnectAsync(Address(first, 0));
        Assert.Equal(2, (await BrokersAsync(inside)).Distinct().Count());
        Assert.Equal(ErrorCode.RebootstrapRequired, await GreetAsync(inside, first.View.ClusterId, second.NodeId));
    }

    private static string Address(ClusterNode gateway, int listener) => gateway.KafkaAddress.Split(',')[listener];

    private static string Sorted(IEnumerable<string> addresses) => string.Join(", ", addresses.Order(StringComparer.Ordinal));

    private static async Task<ErrorCode> GreetAsync(WireClient client, string clusterId, int nodeId) => (await client.CallAsync<ApiVersionsResponse>(
        new ApiVersionsRequest { ClientSoftwareName = "wire", ClientSoftwareVersion = "1", ClusterId = clusterId, NodeId = nodeId }, 5)).ErrorCode;

    private static async Task<string[]> BrokersAsync(WireClient client) =>
        [.. (await MetadataAsync(client)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}")];

    private static async Task<string> CoordinatorAsync(WireClient client, string group)
    {
        var found = await client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { Key = group }, 3);
        Assert.Equal(ErrorCode.None, found.ErrorCode);
        return $"{found.Host}:{found.Port}";
    }

    private static async Task<int[]> LeadersAsync(WireClient client) =>
        [.. (await MetadataAsync(client)).Topics.Single().Partitions.Select(partition => partition.LeaderId)];

    private static Task<MetadataResponse> MetadataAsync(WireClient client) =>
        client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = null, AllowAutoTopicCreation = false }, 12);
}
