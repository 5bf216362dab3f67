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

    /// <summary>The last answer of the nodes grain.</summary>
    public NodesView Nodes => Current.Nodes;

    private View Current => Volatile.Read(ref _view);

    public void Become(NodesView nodes) => Volatile.Write(ref _view, View.Of(nodes));

    public PartitionLeader LeaderOf(PartitionKey partition) =>
        new(Current.DoorTo(Rendezvous.Hash(PartitionGrainKey.Of(partition)), NodeId), UnknownLeaderEpoch);

    public int CoordinatorOf(string key) => Current.DoorTo(Rendezvous.Hash(NameGrainKey.Of(key)), NodeId);

    private sealed record Member(ClusterNode Node, bool Listens, ulong NameHash);

    private sealed record View(NodesView Nodes, List<Member> Silos, List<Member> Listening, IReadOnlyList<ClusterNode> ListeningNodes)
    {
        public static View Of(NodesView nodes)
        {
            var members = nodes.Nodes.ConvertAll(node => (node.IsSilo, Member: new Member(
                new ClusterNode(node.NodeId, ListenersOf(node), node.Rack), node.Host is not null, Rendezvous.Hash(node.Name))));
            var listening = members.Where(node => node.Member.Listens).Select(node => node.Member).ToList();
            return new View(
                nodes,
                [.. members.Where(node => node.IsSilo).Select(node => node.Member)],
                listening,
                listening.ConvertAll(member => member.Node));
        }

        // A process of an older version tells only where its first listener is.
        private static List<AdvertisedListener> ListenersOf(NodesView.ViewedNode node) =>
            node.Listeners.Count > 0 ? node.Listeners.ConvertAll(AdvertisedListener.Parse)
            : node.Host is not null ? [new(AdvertisedListener.DefaultName, node.Host, node.Port)]
            : [];

        public int DoorTo(ulong key, int otherwise)
        {
            var host = Rendezvous.Choose(key, Silos, silo => silo.NameHash);
            var door = host is { Listens: true } ? host : Rendezvous.Choose(key, Listening, node => node.NameHash);
            return door?.Node.Id ?? otherwise;
        }
    }
}
