using KafkaGateway.Behaviour.Groups;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Protocol;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>
/// Whatever is measured, happens here: a silo with PostgreSQL and files behind a gateway, a node on SeaweedMQ, and clients of both that produce, fetch, make
/// mistakes, commit, rebalance, and wait for memory.
/// </summary>
internal sealed class BusyNodes : IAsyncDisposable
{
    public const string Token = "t0k";
    private const string Topic = "busy-orders";
    private const string Group = "busy-readers";

    // Above it a request is left unread while another one is worked on.
    private const int LargeBatchBytes = 100_000;

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["operations.listen"] = "127.0.0.1:0",
        ["operations.token"] = Token,
        ["metrics.consumer.lag.interval.ms"] = "1000",
        ["queued.max.request.bytes"] = "1",
        ["group.initial.rebalance.delay.ms"] = "0",
    };

    private readonly ProcessCluster _cluster;
    private readonly StandInSeaweed _weed;
    private readonly ClusterNode _onSeaweedMq;
    private readonly DirectoryInfo _folder;
    private readonly CancellationTokenSource _stopping = new();
    private Task _clients = Task.CompletedTask;

    private BusyNodes(ProcessCluster cluster, StandInSeaweed weed, ClusterNode onSeaweedMq, DirectoryInfo folder) =>
        (_cluster, _weed, _onSeaweedMq, _folder) = (cluster, weed, onSeaweedMq, folder);

    public IEnumerable<Uri> OperationsAddresses => [.. _cluster.Silos.Concat(_cluster.Gateways).Append(_onSeaweedMq).Select(node => node.OperationsAddress)];

    public static async Task<BusyNodes> StartAsync()
    {
        var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 1, s_settings);
        var weed = await StandInSeaweed.StartAsync();
        var folder = Directory.CreateTempSubdirectory("kafka-gateway-busy-");
        var onSeaweedMq = await ClusterNode.StartAsync(ProcessRole.All, "on-seaweedmq",
        [
            .. s_settings.Select(setting => (setting.Key, setting.Value)),
            ("record.storage", "seaweedmq"), ("seaweedmq.masters", weed.MasterAddress), ("log.dirs", folder.FullName),
        ]);
        var nodes = new BusyNodes(cluster, weed, onSeaweedMq, folder);
        foreach (var address in nodes.KafkaAddresses)
        {
            await using var client = await WireClient.ConnectAsync(address);
            await client.CreateTopicAsync(Topic, 1);
        }

        nodes._clients = Task.WhenAll([.. nodes.KafkaAddresses.Select(nodes.UseAsync), nodes.CrowdAsync(), nodes.CrowdAsync(), nodes.RebalanceAsync()]);
        return nodes;
    }

    private string[] KafkaAddresses => [_cluster.Gateways[0].KafkaAddress, _onSeaweedMq.KafkaAddress];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _clients;
        await _onSeaweedMq.DisposeAsync();
        await _weed.DisposeAsync();
        await _cluster.DisposeAsync();
        _stopping.Dispose();
        _folder.Delete(recursive: true);
    }

    // The group stays a record behind.
    private async Task UseAsync(string address)
    {
        await using var client = await WireClient.ConnectAsync(address);
        while (!_stopping.IsCancellationRequested)
        {
            var produced = await client.ProduceAsync(Topic, TestBatches.Of("a"));
            Assert.Equal(ErrorCode.None, produced.ErrorCode);
            Assert.Equal(ErrorCode.None, (await client.FetchAsync(Topic, produced.BaseOffset)).ErrorCode);
            Assert.Equal(ErrorCode.None, await client.CommitAsync(Group, Topic, produced.BaseOffset));
            Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await client.ProduceAsync(Topic, TestBatches.Of("b"), partition: 7)).ErrorCode);
        }
    }

    private async Task CrowdAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await using var client = await WireClient.ConnectAsync(KafkaAddresses[0]);
            Assert.Equal(ErrorCode.None, (await client.ProduceAsync(Topic, TestBatches.Of(new string('x', LargeBatchBytes)))).ErrorCode);
        }
    }

    private async Task RebalanceAsync()
    {
        await using var client = await WireClient.ConnectAsync(KafkaAddresses[0]);
        var member = new GroupMember(client, GroupVersions.Newest, "busy-members", Topic);
        while (!_stopping.IsCancellationRequested)
        {
            await member.JoinAsync();
            await member.JoinedAsync();
        }
    }
}
