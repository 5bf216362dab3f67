using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Groups;

/// <summary>Shows how far groups have come: a row for each partition that a group has committed or that a member has.</summary>
internal static class OffsetDescribing
{
    public static async Task RunAsync(Session session, IReadOnlyList<string> groups)
    {
        var described = await session.ForEachAsync(groups, "describing groups", async group =>
            (Group: await GroupDescribing.DescribeExistingAsync(session, group), Committed: await GroupCalls.CommittedAsync(session, group)));
        foreach (var (group, _) in described.Where(one => one.Group.Members.Count == 0))
            session.Progress.Say($"Consumer group '{group.Group}' has no active members.");
        var ends = await session.Client.KnownOffsetsAsync(
            described.SelectMany(one => Partitions(one.Group, one.Committed)).Distinct(), LogOffsets.Latest, session.Stop);
        session.Results.Show(
            described.SelectMany(one => Rows(one.Group, one.Committed, ends)).ToList(),
            rows => Tables.Of(
                rows,
                new("GROUP", row => row.Group),
                new("TOPIC", row => row.Topic),
                new("PARTITION", row => row.Partition),
                new("CURRENT-OFFSET", row => row.CurrentOffset),
                new("LOG-END-OFFSET", row => row.LogEndOffset),
                new("LAG", row => row.Lag),
                new("CONSUMER-ID", row => row.ConsumerId),
                new("HOST", row => row.Host),
                new("CLIENT-ID", row => row.ClientId)));
    }

    private static IEnumerable<TopicPartition> Partitions(GroupDescription group, IReadOnlyDictionary<TopicPartition, long> committed) =>
        committed.Keys.Union(group.Members.SelectMany(member => member.Assignment)).Order();

    private static IEnumerable<DescribedOffset> Rows(
        GroupDescription group, IReadOnlyDictionary<TopicPartition, long> committed, IReadOnlyDictionary<TopicPartition, long> ends)
    {
        var owners = group.Members.SelectMany(member => member.Assignment, (member, partition) => (member, partition))
            .DistinctBy(pair => pair.partition)
            .ToDictionary(pair => pair.partition, pair => pair.member);
        foreach (var partition in Partitions(group, committed))
        {
            long? current = committed.TryGetValue(partition, out var offset) ? offset : null;
            long? end = ends.TryGetValue(partition, out var last) ? last : null;
            var owner = owners.GetValueOrDefault(partition);
            yield return new DescribedOffset(
                group.Group, partition.Topic, partition.Partition, current, end, end - current, owner?.MemberId, owner?.Host, owner?.ClientId);
        }
    }

    /// <summary>Null where nothing was committed, the partition is gone, or no member has it.</summary>
    private sealed record DescribedOffset(
        string Group,
        string Topic,
        int Partition,
        long? CurrentOffset,
        long? LogEndOffset,
        long? Lag,
        string? ConsumerId,
        string? Host,
        string? ClientId);
}
