using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Standalone;

namespace KafkaGateway.OperationsPage.Tests.Hosting;

/// <summary>A map on which the node's actors are spread over two silos behind the node, by rendezvous of their names.</summary>
internal sealed class SiloNames(KafkaNode node) : IClusterMap
{
    public static readonly string[] Silos = ["silo-1", "silo-2"];

    public const int NodeNumber = 7;

    public string ClusterId => node.Cluster.ClusterId;

    public int NodeId => NodeNumber;

    public IReadOnlyList<ClusterProcess> Processes =>
    [
        new(1, Silos[0], IsSilo: true, null, -1, "rack-a", 1_000),
        new(2, Silos[1], IsSilo: true, null, -1, null, 2_000),
        new(NodeNumber, "gateway-1", IsSilo: false, node.Cluster.Nodes[0].Listeners[0].Host, node.Cluster.Nodes[0].Listeners[0].Port, null, 3_000),
    ];

    public ClusterProcess? HostOf(PartitionKey partition) => Host(partition.ToString());

    public ClusterProcess? HostOf(string groupId) => Host(groupId);

    // The second silo does not answer.
    public ValueTask<IReadOnlyList<ActorCount>> CountActorsAsync(CancellationToken cancellationToken) => new([new ActorCount(Silos[0], 12, 3, 4)]);

    private ClusterProcess? Host(string key) =>
        Rendezvous.Choose(Rendezvous.Hash(key), [.. Processes.Where(process => process.IsSilo)], silo => Rendezvous.Hash(silo.Name));
}
