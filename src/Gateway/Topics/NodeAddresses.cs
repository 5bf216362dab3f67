using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Gateway.Dispatch;

namespace KafkaGateway.Gateway.Topics;

/// <summary>Where a client should connect to reach a node: this one by the listener that the client came in on.</summary>
internal static class NodeAddresses
{
    public static (string Host, int Port) AddressFor(this ICluster cluster, ClusterNode node, in RequestContext context) =>
        node.Id == cluster.NodeId
            ? (context.Connection.Listener.AdvertisedHost, context.Connection.Listener.AdvertisedPort)
            : (node.Host, node.Port);

    /// <summary>The node with that id, or null where it is not live.</summary>
    public static ClusterNode? Find(this ICluster cluster, int nodeId) => cluster.Nodes.FirstOrDefault(node => node.Id == nodeId);
}
