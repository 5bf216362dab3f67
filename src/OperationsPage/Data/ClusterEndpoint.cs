using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.OperationsPage.Serving;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>Who is in the cluster, and what the process that answers does.</summary>
/// <param name="AtMs">When, in ms since 1970: rates are made of two answers.</param>
/// <param name="ClusterId">The cluster's id.</param>
/// <param name="NodeId">The node that answers.</param>
/// <param name="Topics">How many topics there are.</param>
/// <param name="Partitions">How many partitions they have.</param>
/// <param name="Nodes">All live processes.</param>
/// <param name="Traffic">Counts of the process that answers.</param>
internal sealed record ClusterData(long AtMs, string ClusterId, int NodeId, int Topics, long Partitions, IReadOnlyList<NodeData> Nodes, TrafficData Traffic);

/// <summary>A live process; the counts of actors awake are null where it hosts none or has not told.</summary>
internal sealed record NodeData(
    int Id, string Name, bool IsSilo, string? Host, int Port, string? Rack, long StartedMs, int? PartitionsAwake, int? GroupsAwake, int? OthersAwake);

/// <summary>Counts that grow while somebody looks: answers, errors in them, bytes from and to clients, and what partitions on this silo took and gave.</summary>
internal sealed record TrafficData(
    long Requests, long Errors, long BytesReceived, long BytesSent, long RecordsAppended, long BytesAppended, long BytesRead);

/// <summary>The cluster as a whole.</summary>
internal sealed class ClusterEndpoint(IActors actors, IClusterMap map, ProcessTraffic traffic, TimeProvider time) : IDataEndpoint<ClusterData>
{
    private readonly Recent<IReadOnlyList<ActorCount>> _actorCounts = new(time, map.CountActorsAsync);

    public async Task<ClusterData> GetAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var counting = _actorCounts.GetAsync(cancellationToken);
        var catalog = await actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
        var counts = (await counting).ToDictionary(count => count.Silo);
        return new ClusterData(
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            map.ClusterId,
            map.NodeId,
            catalog.Count,
            catalog.Topics.Sum(topic => (long)topic.PartitionCount),
            [.. map.Processes.Select(process => Of(process, counts.GetValueOrDefault(process.Name)))],
            traffic.Read());
    }

    private static NodeData Of(ClusterProcess process, ActorCount? count) => new(
        process.NodeId, process.Name, process.IsSilo, process.Host, process.Port, process.Rack, process.StartedMs, count?.Partitions, count?.Groups, count?.Others);
}
