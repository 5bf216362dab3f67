using KafkaGateway.Contracts.Actors;
using KafkaGateway.OperationsPage.Serving;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>Groups that have committed offsets of a topic: how many, and the first of them by name.</summary>
internal sealed record TopicGroupsData(int Total, IReadOnlyList<string> Groups);

/// <summary>Who reads a topic. It is asked of the store, so the page asks for it seldom.</summary>
internal sealed class TopicGroupsEndpoint(IActors actors) : IDataEndpoint<TopicGroupsData>
{
    public async Task<TopicGroupsData> GetAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var groups = await actors.Groups.ListAsync(query.Name("name"), cancellationToken);
        return new TopicGroupsData(groups.Count, [.. groups.Order(StringComparer.Ordinal).Take(query.Limit)]);
    }
}
