using KafkaGateway.Cluster.Tests.Hosting;

namespace KafkaGateway.Behaviour;

/// <summary>
/// Two silos and two gateways in this process, shared by all tests that can. A test that must have its Kafka for itself gets two gateways over
/// one silo, which starts faster.
/// </summary>
internal sealed partial class TestKafka
{
    private readonly ProcessCluster _cluster;
    private readonly bool _isShared;

    private TestKafka(ProcessCluster cluster, bool isShared) => (_cluster, _isShared) = (cluster, isShared);

    public static async partial Task<TestKafka> StartAsync(Action<TestKafkaOptions>? configure)
    {
        var options = TestKafkaOptions.From(configure);
        return options.MayBeShared
            ? new(await SharedResources.ClusterAsync(options.EffectiveSettings), isShared: true)
            : new(await ProcessCluster.StartAsync(silos: 1, gateways: 2, options.EffectiveSettings), isShared: false);
    }

    public partial string BootstrapServers => string.Join(',', _cluster.Gateways.Select(gateway => gateway.KafkaAddress));

    public partial IReadOnlyList<int> NodeIds => [.. _cluster.Gateways.Select(gateway => gateway.NodeId)];

    public partial int FirstLeaderEpoch => 0;

    public partial int LeaderEpochInMetadata => -1;

    public partial string LogDir => "cluster";

    public partial ValueTask DisposeAsync() => _isShared ? default : _cluster.DisposeAsync();
}
