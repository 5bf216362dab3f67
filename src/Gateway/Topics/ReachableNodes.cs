using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Gateway.Dispatch;

namespace KafkaGateway.Gateway.Topics;

/// <summary>
/// The cluster as one client is told of it: the nodes that have the listener by which it came in, each at its address there (KIP-103).
/// </summary>
internal sealed class ReachableNodes
{
    private readonly Dictionary<int, ReachableNode> _byId;
    private readonly int _here;

    private ReachableNodes(Dictionary<int, ReachableNode> byId, int here) => (_byId, _here) = (byId, here);

    public IReadOnlyCollection<ReachableNode> All => _byId.Values;

    public static ReachableNodes From(ListenerInfo listener, ICluster cluster)
    {
        var byId = new Dictionary<int, ReachableNode>();
        foreach (var node in cluster.Nodes)
        {
            // This node has the listener, whatever the others know of that yet.
            var address = node.Id == cluster.NodeId
                ? listener.Advertised
                : node.Listeners.FirstOrDefault(other => other.Name == listener.Advertised.Name);
            if (address is not null)
                byId.Add(node.Id, new ReachableNode(node.Id, address.Host, address.Port, node.Rack));
        }

        return new ReachableNodes(byId, cluster.NodeId);
    }

    /// <summary>The node to send a client to that should go to that one: where it cannot, it stays here, since every node serves everything.</summary>
    public int DoorTo(int nodeId) => _byId.ContainsKey(nodeId) ? nodeId : _here;

    /// <summary>The node with that id, or null where it is not live or has no such listener.</summary>
    public ReachableNode? Find(int nodeId) => _byId.GetValueOrDefault(nodeId);
}

/// <summary>A node, and where a client should connect to reach it.</summary>
internal sealed record ReachableNode(int Id, string Host, int Port, string? Rack);

/// <summary>How a handler asks.</summary>
internal static class ReachableNodesOfRequest
{
    public static ReachableNodes ReachableFrom(this ICluster cluster, in RequestContext context) => ReachableNodes.From(context.Connection.Listener, cluster);
}
