using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Grains;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Contracts;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Members;

/// <summary>Nodes that come, go and come back, as clients see them in Metadata.</summary>
public sealed class MembersTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_gateway_that_stops_is_gone_from_Metadata_and_one_that_starts_is_there_under_the_id_it_had()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 1);
        await using var client = await ConnectAsync(cluster.Gateways[0]);
        var first = await cluster.StartAsync(ProcessRole.Gateway, "comes-and-goes");
        await Eventually.IsAsync(Brokers(cluster.Gateways[0], first), () => BrokersAsync(client), Soon);
        var id = first.NodeId;

        await first.DisposeAsync();
        await Eventually.IsAsync(Brokers(cluster.Gateways[0]), () => BrokersAsync(client), Soon);

        await using var other = await cluster.StartAsync(ProcessRole.Gateway, "other");
        await using var again = await cluster.StartAsync(ProcessRole.Gateway, "comes-and-goes");
        Assert.Equal(id, again.NodeId);
        Assert.NotEqual(id, other.NodeId);
        await Eventually.IsAsync(Brokers(cluster.Gateways[0], other, again), () => BrokersAsync(client), Soon);
    }

    [Fact]
    public async Task A_gateway_with_an_id_that_another_has_does_not_start()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 1);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => cluster.StartAsync(ProcessRole.Gateway, "twin", ("node.id", $"{cluster.Gateways[0].NodeId}")));
        Assert.Contains(cluster.Gateways[0].Name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_do_both_are_the_leaders_of_what_they_host_and_leave_no_trace_when_they_stop()
    {
        const int Partitions = 16;
        await using var cluster = await ProcessCluster.StartAsync(silos: 0, gateways: 0);
        await using var stays = await cluster.StartAsync(ProcessRole.All, "stays");
        var goes = await cluster.StartAsync(ProcessRole.All, "goes");
        await Task.WhenAll(stays.SeesAsync(stays, goes), goes.SeesAsync(stays, goes));
        await using var client = await ConnectAsync(stays);
        var id = await client.CreateTopicAsync("t", Partitions);
        for (var partition = 0; partition < Partitions; partition++)
            Assert.Equal(0, (await client.ProduceAsync("t", TestBatches.Of($"{partition}"), partition)).BaseOffset);

        await using var other = await ConnectAsync(goes);
        foreach (var asked in new[] { client, other })
            await LeadersAreHostsAsync(asked, id, Partitions, stays, goes);
        Assert.Equal(2, (await LeadersAsync(client)).Distinct().Count());

        var (leaving, from) = (goes.NodeId, goes.KafkaAddress);
        await goes.DisposeAsync();
        await Eventually.IsAsync(Brokers(stays), () => BrokersAsync(client), Soon);
        Assert.All(await LeadersAsync(client), leader => Assert.Equal(stays.NodeId, leader));
        for (var partition = 0; partition < Partitions; partition++)
        {
            // A fetch may meet a host that has just gone; clients ask again.
            await Eventually.IsAsync($"{partition}", async () => TextOf(await client.FetchAsync("t", 0, partition)), Soon);
        }

        await using var back = await cluster.StartAsync(ProcessRole.All, "goes");
        Assert.Equal(leaving, back.NodeId);
        Assert.NotEqual(from, back.KafkaAddress);
        await Eventually.IsAsync(Brokers(stays, back), () => BrokersAsync(client), Soon);
        await LeadersAreHostsAsync(client, id, Partitions, stays, back);
    }

    private static string TextOf(FetchResponse.PartitionData partition) => string.Join(", ", TestBatches.Values(partition.Records));

    // A grain that was placed before both nodes knew of each other moves within seconds, and is awake there with the next request.
    private static Task LeadersAreHostsAsync(WireClient client, Guid topicId, int partitions, params ClusterNode[] nodes) => Eventually.IsAsync("", async () =>
    {
        for (var partition = 0; partition < partitions; partition++)
            await client.FetchAsync("t", 0, partition);
        var (hosts, leaders) = (Hosts(topicId, partitions, nodes), await LeadersAsync(client));
        return hosts.SequenceEqual(leaders) ? "" : $"hosts {string.Join(' ', hosts)}, leaders {string.Join(' ', leaders)}";
    });

    private static Task<WireClient> ConnectAsync(ClusterNode node) => WireClient.ConnectAsync(node.KafkaAddress, 0);

    private static string Brokers(params ClusterNode[] nodes) =>
        string.Join(", ", nodes.Select(node => $"{node.NodeId} {node.KafkaAddress}").Order());

    private static async Task<string> BrokersAsync(WireClient client) => string.Join(
        ", ", (await MetadataAsync(client)).Brokers.Select(broker => $"{broker.NodeId} {broker.Host}:{broker.Port}").Order());

    private static async Task<int[]> LeadersAsync(WireClient client) =>
        [.. (await MetadataAsync(client)).Topics.Single().Partitions.OrderBy(partition => partition.PartitionIndex).Select(partition => partition.LeaderId)];

    private static Task<MetadataResponse> MetadataAsync(WireClient client) =>
        client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = null, AllowAutoTopicCreation = false }, 12);

    // The ids of the nodes that have the partitions' grains.
    private static int[] Hosts(Guid topicId, int partitions, params ClusterNode[] nodes) => [.. Enumerable.Range(0, partitions).Select(partition =>
        nodes.FirstOrDefault(node => GrainCluster.HostedBy(node.Services, new PartitionKey("t", topicId, partition)))?.NodeId ?? -1)];
}
