using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.OperationsPage.Serving;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>Groups whose ids contain the filter, a page of them.</summary>
/// <param name="Total">How many groups there are.</param>
/// <param name="Matching">How many of them pass the filters.</param>
/// <param name="From">How many of those come before the first one listed.</param>
/// <param name="IsLagKnown">Whether lag could be read; a group without one is then in no partition behind of which the end is known.</param>
/// <param name="States">How many groups are in each state.</param>
/// <param name="Groups">The page.</param>
internal sealed record GroupsData(
    int Total, int Matching, int From, bool IsLagKnown, IReadOnlyDictionary<string, int> States, IReadOnlyList<ListedGroupData> Groups);

/// <summary>A group in a list.</summary>
internal sealed record ListedGroupData(string GroupId, string State, string ProtocolType, string? Silo, long? Lag);

/// <summary>All groups, by id or the furthest behind first: no group of the list is asked for its offsets.</summary>
internal sealed class GroupsEndpoint(IActors actors, IClusterMap map, TimeProvider time, IConsumerLag? lag = null) : IDataEndpoint<GroupsData>
{
    private const int MostLags = 10_000;
    private const string ByLag = "lag";
    private readonly Recent<IReadOnlyList<ListGroupsResponse.ListedGroup>> _groups = new(time, actors.Groups.ListAsync);
    private readonly Recent<Dictionary<string, long>?> _lags = new(time, cancellationToken => LagsAsync(lag, cancellationToken));

    public async Task<GroupsData> GetAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var (filter, state, from, limit, order) = (query.Filter, query.Text("state"), query.From, query.Limit, query.OneOf("order", "name", ByLag));
        var readingLags = _lags.GetAsync(cancellationToken);
        var groups = await _groups.GetAsync(cancellationToken);
        var lags = await readingLags;
        var matching = groups
            .Where(group => group.GroupId.Contains(filter, StringComparison.OrdinalIgnoreCase) && (state is null || group.GroupState == state))
            .Select(group => (Group: group, Lag: lags is not null && lags.TryGetValue(group.GroupId, out var records) ? records : (long?)null))
            .ToList();
        return new GroupsData(
            groups.Count,
            matching.Count,
            from,
            lags is not null,
            groups.CountBy(group => group.GroupState).ToDictionary(),
            [.. matching
                .OrderByDescending(one => order == ByLag ? one.Lag ?? -1 : 0)
                .ThenBy(one => one.Group.GroupId, StringComparer.Ordinal)
                .Skip(from).Take(limit)
                .Select(one => new ListedGroupData(
                    one.Group.GroupId, one.Group.GroupState, one.Group.ProtocolType, map.HostOf(one.Group.GroupId)?.Name, one.Lag))]);
    }

    private static async ValueTask<Dictionary<string, long>?> LagsAsync(IConsumerLag? lag, CancellationToken cancellationToken)
    {
        if (lag is null)
            return null;
        try
        {
            return (await lag.ReadAsync(MostLags, cancellationToken)).GroupBy(one => one.GroupId).ToDictionary(one => one.Key, one => one.Sum(part => part.Records));
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
