using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Storage;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>A cluster of one: this node leads and coordinates everything, under an epoch that grows with every start.</summary>
internal sealed class LocalCluster(NodeIdentity identity, string? rack, NodeStorage storage) : ICluster
{
    /// <summary>The first start has leader epoch 0.</summary>
    public int LeaderEpoch { get; } = identity.Starts - 1;

    public string ClusterId => identity.ClusterId;

    public int NodeId => identity.NodeId;

    public int ControllerId => identity.NodeId;

    public LogDir LogDir
    {
        get
        {
            var disk = storage.DescribeDisk();
            return new LogDir(disk.Path, disk.TotalBytes, disk.UsableBytes);
        }
    }

    public IReadOnlyList<ClusterNode> Nodes { get; private set; } = [];

    /// <summary>Makes the node's addresses known, once they are bound.</summary>
    public void Announce(IReadOnlyList<AdvertisedListener> listeners) => Nodes = [new ClusterNode(NodeId, listeners, rack)];

    public PartitionLeader LeaderOf(PartitionKey partition) => new(NodeId, LeaderEpoch);

    public int CoordinatorOf(string key) => NodeId;
}
