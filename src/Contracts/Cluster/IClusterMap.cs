namespace KafkaGateway.Contracts.Cluster;

/// <summary>A live process of the cluster, whether clients may connect to it or not.</summary>
/// <param name="NodeId">Belongs to its name, stable across restarts.</param>
/// <param name="Name">What it is called (node.name).</param>
/// <param name="IsSilo">Whether it hosts actors.</param>
/// <param name="Host">Advertised host of its first listener, null where it does not listen for Kafka clients.</param>
/// <param name="Port">Advertised port of its first listener.</param>
/// <param name="Rack">Where it stands, or null.</param>
/// <param name="StartedMs">When it was started, in ms since 1970.</param>
public sealed record ClusterProcess(int NodeId, string Name, bool IsSilo, string? Host, int Port, string? Rack, long StartedMs);

/// <summary>How many actors are awake on a silo.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Partitions">Partitions among them.</param>
/// <param name="Groups">Consumer groups among them.</param>
/// <param name="Others">All others: topics and what there is one of.</param>
public sealed record ActorCount(string Silo, int Partitions, int Groups, int Others);

/// <summary>Who is in the cluster and who hosts what, for people who look at it: nothing in Kafka depends on it.</summary>
public interface IClusterMap
{
    /// <summary>The cluster's id, 22 characters of URL-safe base64.</summary>
    string ClusterId { get; }

    /// <summary>This process's node id.</summary>
    int NodeId { get; }

    /// <summary>All live processes, by node id.</summary>
    IReadOnlyList<ClusterProcess> Processes { get; }

    /// <summary>The silo that hosts a partition, or would if it were awake; null while there is none.</summary>
    ClusterProcess? HostOf(PartitionKey partition);

    /// <summary>The silo that hosts a group, or would if it were awake; null while there is none.</summary>
    ClusterProcess? HostOf(string groupId);

    /// <summary>The actors awake on each silo that answers in time.</summary>
    ValueTask<IReadOnlyList<ActorCount>> CountActorsAsync(CancellationToken cancellationToken);
}
