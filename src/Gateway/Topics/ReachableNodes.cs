using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Gateway.Dispatch;

namespace KafkaGateway.Gateway.Topics;

/// <summary>
/// The cluster as one client is told of it: the nodes that have the listener by which it came in, each at its address there (KIP-103). Nodes that
/// share one address, that of a load balancer, are told of as one, the first of them: librdkafka loses its way among nodes that it cannot tell apart.
/// </summary>
internal sealed class ReachableNodes
{
    private readonly Dictionary<(string Host, int Port), ReachableNode> _byAddress = [];
    private readonly Dictionary<int, ReachableNode> _byId = [];
    private readonly int _here;

    private ReachableNodes(int here) => _here = here;

    public IReadOnlyCollection<ReachableNode> All => _byAddress.Values;

    public static ReachableNodes From(ListenerInfo listener, ICluster cluster)
    {
        var nodes = new ReachableNodes(cluster.NodeId);
        foreach (var node in cluster.Nodes.OrderBy(node => node.Id))
        {
            // This node has the listener, whatever the others know of that yet.
            var address = node.Id == cluster.NodeId
                ? listener.Advertised
                : node.Listeners.FirstOrDefault(other => other.Name == listener.Advertised.Name);
            if (address is not null)
                nodes.Add(node, address);
        }

        return nodes;
    }

    /// <summary>The node to send a client to that should go to that one: where it cannot, it stays here, since every node serves everything.</summary>
    public int DoorTo(int nodeId) => (Find(nodeId) ?? Find(_here))?.Id ?? _here;

    /// <summary>What clients are told of that node; null where it is not live or has no such listener.</summary>
    public ReachableNode? Find(int nodeId) => _byId.GetValueOrDefault(nodeId);

    private void Add(ClusterNode node, AdvertisedListener address)
    {
        var told = new ReachableNode(node.Id, address.Host, address.Port, node.Rack);
        _byId.Add(node.Id, _byAddress.TryAdd((address.Host, address.Port), told) ? told : _byAddress[(address.Host, address.Port)]);
    }
}

/// <summary>A node, and where a client should connect to reach it.</summary>
internal sealed record ReachableNode(int Id, string Host, int Port, string? Rack);

/// <summary>How a handler asks.</summary>
internal static class ReachableNodesOfRequest
{
    public static ReachableNodes ReachableFrom(this ICluster cluster, in RequestContext context) => ReachableNodes.From(context.Connection.Listener, cluster);
}
