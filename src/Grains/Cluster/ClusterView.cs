using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// What this process knows of the cluster, from the last answer of the nodes grain. The leader of a partition is the silo that hosts its grain, where
/// that silo listens for Kafka; else one of the nodes that do, by rendezvous hashing. Coordinators likewise.
/// </summary>
internal sealed class ClusterView(Func<LogDir> logDir) : ICluster
{
    // Any node serves any partition, and only the partition itself knows its epoch. Clients that are told none do not check theirs.
    private const int UnknownLeaderEpoch = -1;

    private View _view = View.Of(new NodesView());

    public string ClusterId => Current.Nodes.ClusterId;

    public int NodeId => Current.Nodes.NodeId;

    /// <summary>The listening node with the lowest id, so that all name the same one.</summary>
    public int ControllerId => Current.Listening is [var first, ..] ? first.Node.Id : NodeId;

    public LogDir LogDir => logDir();

    IReadOnlyList<ClusterNode> ICluster.Nodes => Current.ListeningNodes;

    /// <summary>All live processes, those that do not listen for Kafka included.</summary>
    public IReadOnlyList<ClusterProcess> Processes => Current.Processes;

    /// <summary>The last answer of the nodes grain.</summary>
    public NodesView Nodes => Current.Nodes;

    private View Current => Volatile.Read(ref _view);

    public void Become(NodesView nodes) => Volatile.Write(ref _view, View.Of(nodes));

    public PartitionLeader LeaderOf(PartitionKey partition) => new(Current.DoorTo(HashOf(partition), NodeId), UnknownLeaderEpoch);

    public int CoordinatorOf(string key) => Current.DoorTo(HashOf(key), NodeId);

    /// <summary>The silo that hosts a partition's grain, null while there is none.</summary>
    public ClusterProcess? HostOf(PartitionKey partition) => Current.HostOf(HashOf(partition));

    /// <summary>The silo that hosts a group's grain, null while there is none.</summary>
    public ClusterProcess? HostOf(string groupId) => Current.HostOf(HashOf(groupId));

    private static ulong HashOf(PartitionKey partition) => Rendezvous.Hash(PartitionGrainKey.Of(partition));

    private static ulong HashOf(string groupId) => Rendezvous.Hash(NameGrainKey.Of(groupId));

    private sealed record Hashed(ClusterProcess Process, ClusterNode Node, ulong NameHash);

    private sealed record View(
        NodesView Nodes, IReadOnlyList<ClusterProcess> Processes, List<Hashed> Silos, List<Hashed> Listening, IReadOnlyList<ClusterNode> ListeningNodes)
    {
        public static View Of(NodesView nodes)
        {
            var members = nodes.Nodes.ConvertAll(node => new Hashed(
                new ClusterProcess(node.NodeId, node.Name, node.IsSilo, node.Host, node.Port, node.Rack, node.StartedMs),
                new ClusterNode(node.NodeId, ListenersOf(node), node.Rack),
                Rendezvous.Hash(node.Name)));
            var listening = members.FindAll(node => node.Process.Host is not null);
            return new View(
                nodes,
                members.ConvertAll(node => node.Process),
                members.FindAll(node => node.Process.IsSilo),
                listening,
                listening.ConvertAll(node => node.Node));
        }

        public ClusterProcess? HostOf(ulong key) => Winner(key, Silos)?.Process;

        public int DoorTo(ulong key, int otherwise)
        {
            var host = Winner(key, Silos);
            var door = host is { Process.Host: not null } ? host : Winner(key, Listening);
            return door?.Node.Id ?? otherwise;
        }

        // A process of an older version tells only where its first listener is.
        private static List<AdvertisedListener> ListenersOf(NodesView.ViewedNode node) =>
            node.Listeners.Count > 0 ? node.Listeners.ConvertAll(AdvertisedListener.Parse)
            : node.Host is not null ? [new(AdvertisedListener.DefaultName, node.Host, node.Port)]
            : [];

        private static Hashed? Winner(ulong key, List<Hashed> among) => Rendezvous.Choose(key, among, node => node.NameHash);
    }
}
