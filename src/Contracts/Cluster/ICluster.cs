namespace KafkaGateway.Contracts.Cluster;

/// <summary>A node that clients may connect to.</summary>
/// <param name="Id">Stable across restarts.</param>
/// <param name="Listeners">Where clients reach it, by the listener that they came in on.</param>
/// <param name="Rack">Where it stands, or null.</param>
public sealed record ClusterNode(int Id, IReadOnlyList<AdvertisedListener> Listeners, string? Rack);

/// <summary>Who leads a partition, as clients should be told.</summary>
public readonly record struct PartitionLeader(int NodeId, int LeaderEpoch);

/// <summary>
/// What a gateway knows of the cluster around it. All members answer at once, from what is known now; the answers only steer clients to a
/// good door: every node serves every partition and group.
/// </summary>
public interface ICluster
{
    /// <summary>The cluster's id, 22 characters of URL-safe base64.</summary>
    string ClusterId { get; }

    /// <summary>This node's id.</summary>
    int NodeId { get; }

    /// <summary>The node that clients are told to send admin requests to.</summary>
    int ControllerId { get; }

    /// <summary>Where this node keeps its records, and how much room there is now.</summary>
    LogDir LogDir { get; }

    /// <summary>All live nodes, this one included.</summary>
    IReadOnlyList<ClusterNode> Nodes { get; }

    /// <summary>The leader of a partition and the last leader epoch known.</summary>
    PartitionLeader LeaderOf(PartitionKey partition);

    /// <summary>The node id that coordinates a group (or, later, a transactional id).</summary>
    int CoordinatorOf(string key);
}
