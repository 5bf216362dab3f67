using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.OperationsPage.Serving;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>Topics whose names contain the filter, a page of them in the order of their names.</summary>
/// <param name="Total">How many topics there are.</param>
/// <param name="Matching">How many of them pass the filter.</param>
/// <param name="From">How many of those come before the first one listed.</param>
/// <param name="Topics">The page.</param>
internal sealed record TopicsData(int Total, int Matching, int From, IReadOnlyList<ListedTopicData> Topics);

/// <summary>A topic as the catalog has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">How many it has.</param>
/// <param name="IsForeign">Whether others have made it in the storage.</param>
internal sealed record ListedTopicData(string Name, int Partitions, bool IsForeign);

/// <summary>All topics, from the catalog alone: no partition is asked.</summary>
internal sealed class TopicsEndpoint(IActors actors) : IDataEndpoint<TopicsData>
{
    public async Task<TopicsData> GetAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var (filter, from, limit) = (query.Filter, query.From, query.Limit);
        var catalog = await actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
        var matching = catalog.Topics.Where(topic => topic.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        return new TopicsData(
            catalog.Count,
            matching.Count,
            from,
            [.. matching.Skip(from).Take(limit).Select(topic => new ListedTopicData(topic.Name, topic.PartitionCount, ForeignTopicIds.Is(topic.TopicId)))]);
    }
}
