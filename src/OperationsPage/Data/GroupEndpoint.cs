using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.OperationsPage.Serving;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>One group, its members, and a page of the partitions that it reads.</summary>
/// <param name="AtMs">When, in ms since 1970.</param>
/// <param name="GroupId">Its id.</param>
/// <param name="State">As in DescribeGroups.</param>
/// <param name="ProtocolType">"consumer", or what else its members are.</param>
/// <param name="Protocol">The protocol that the members agreed on; empty while they have not.</param>
/// <param name="Silo">The silo that hosts it.</param>
/// <param name="Members">Its members.</param>
/// <param name="Total">How many partitions it has committed offsets of or assigned.</param>
/// <param name="From">How many of those come before the first one listed.</param>
/// <param name="Partitions">The page.</param>
internal sealed record GroupData(
    long AtMs, string GroupId, string State, string ProtocolType, string Protocol, string? Silo,
    IReadOnlyList<MemberData> Members, int Total, int From, IReadOnlyList<GroupPartitionData> Partitions);

/// <summary>A member, with the number of partitions assigned to it.</summary>
internal sealed record MemberData(string MemberId, string? InstanceId, string ClientId, string ClientHost, int Partitions);

/// <summary>How far a group has come in a partition. What is not known is null: nothing committed, the topic gone, the partition not to be asked.</summary>
internal sealed record GroupPartitionData(
    string Topic, int Partition, string? MemberId, string? ClientId, long? Committed, long? StartOffset, long? EndOffset, long? Lag, string? Error);

/// <summary>One group: it is asked, and the partitions of the page are, all at once.</summary>
internal sealed class GroupEndpoint(IActors actors, IClusterMap map, TimeProvider time) : IDataEndpoint<GroupData>
{
    public async Task<GroupData> GetAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var (groupId, from, limit) = (query.Name("id"), query.From, query.Limit);
        var group = await DescribeAsync(groupId, cancellationToken);
        var committed = await CommittedAsync(groupId, cancellationToken);
        var assigned = Assignments.Of(group.Members);
        var all = committed.Keys.Union(assigned.ByPartition.Keys)
            .OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition).ToList();
        var catalog = await actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
        var page = all.Skip(from).Take(limit).Select(partition => (Partition: partition, Key: KeyOf(catalog, partition))).ToList();
        var facts = await PartitionFacts.AskAsync(actors, [.. page.Select(row => row.Key).OfType<PartitionKey>()], cancellationToken);
        return new GroupData(
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            groupId,
            group.GroupState,
            group.ProtocolType,
            group.ProtocolData,
            map.HostOf(groupId)?.Name,
            [.. group.Members.Select(member => new MemberData(
                member.MemberId, member.GroupInstanceId, member.ClientId, member.ClientHost, assigned.CountOf(member)))],
            all.Count,
            from,
            [.. page.Select(row => Row(
                row.Partition,
                assigned.ByPartition.GetValueOrDefault(row.Partition),
                committed.TryGetValue(row.Partition, out var offset) ? offset : null,
                row.Key is { } key ? facts[key] : null))]);
    }

    private async Task<DescribeGroupsResponse.DescribedGroup> DescribeAsync(string groupId, CancellationToken cancellationToken)
    {
        var group = await actors.Group(groupId).DescribeAsync(cancellationToken);
        return group.ErrorCode == ErrorCode.None ? group
            : group.ErrorCode == ErrorCode.GroupIdNotFound || GroupId.IsTooLong(groupId) ? throw RefusedException.NotFound($"There is no group '{groupId}'.")
            : throw NotAnswered(groupId, group.ErrorCode);
    }

    private async Task<Dictionary<TopicPartition, long>> CommittedAsync(string groupId, CancellationToken cancellationToken)
    {
        var answer = await actors.Group(groupId).FetchOffsetsAsync(new() { GroupId = groupId, Topics = null }, requireStable: false, cancellationToken);
        return answer.ErrorCode == ErrorCode.None
            ? answer.Topics
                .SelectMany(topic => topic.Partitions.Select(partition => (Key: new TopicPartition(topic.Name, partition.PartitionIndex), partition.CommittedOffset)))
                .ToDictionary(partition => partition.Key, partition => partition.CommittedOffset)
            : throw NotAnswered(groupId, answer.ErrorCode);
    }

    private static RefusedException NotAnswered(string groupId, ErrorCode error) => RefusedException.Unavailable($"Group '{groupId}' answers {error.Name()}.");

    private static PartitionKey? KeyOf(TopicCatalogSnapshot catalog, TopicPartition partition) =>
        catalog.Find(partition.Topic) is { } topic && partition.Partition >= 0 && partition.Partition < topic.PartitionCount
            ? topic.Partition(partition.Partition)
            : null;

    private static GroupPartitionData Row(
        TopicPartition partition, DescribeGroupsResponse.DescribedGroupMember? member, long? committed, PartitionFacts? facts)
    {
        var end = facts?.Description?.HighWatermark;
        return new(
            partition.Topic,
            partition.Partition,
            member?.MemberId,
            member?.ClientId,
            committed,
            facts?.Description?.LogStartOffset,
            end,
            end - committed is { } lag ? Math.Max(0, lag) : null,
            facts is null ? ErrorCode.UnknownTopicOrPartition.Name() : facts.Error);
    }
}
