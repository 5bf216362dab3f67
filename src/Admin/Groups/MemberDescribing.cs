using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Groups;

/// <summary>Shows the members of groups, one a row.</summary>
internal static class MemberDescribing
{
    public static async Task RunAsync(Session session, IReadOnlyList<string> groups, bool verbose)
    {
        var described = await session.ForEachAsync(
            groups, "describing groups", group => GroupDescribing.DescribeExistingAsync(session, group));
        foreach (var group in described.Where(group => group.Members.Count == 0))
            session.Progress.Say($"Consumer group '{group.Group}' has no active members.");
        var members = described.SelectMany(group => group.Members, (group, member) => Row(group.Group, member)).ToList();
        List<Column<DescribedMember>> columns =
        [
            new("GROUP", row => row.Group),
            new("CONSUMER-ID", row => row.ConsumerId),
            new("HOST", row => row.Host),
            new("CLIENT-ID", row => row.ClientId),
            new("#PARTITIONS", row => row.Partitions),
        ];
        if (verbose)
            columns.Add(new("ASSIGNMENT", row => string.Join(' ', row.Assignment.Select(topic => topic.ToString()))));
        session.Results.Show(members, rows => Tables.Of(rows, [.. columns]));
    }

    private static DescribedMember Row(string group, GroupMember member) => new(
        group,
        member.MemberId,
        member.InstanceId,
        member.Host,
        member.ClientId,
        member.Assignment.Count,
        [
            .. member.Assignment
                .GroupBy(partition => partition.Topic, partition => partition.Partition)
                .Select(topic => new AssignedTopic(topic.Key, [.. topic])),
        ]);

    private sealed record DescribedMember(
        string Group, string ConsumerId, string? InstanceId, string Host, string ClientId, int Partitions, IReadOnlyList<AssignedTopic> Assignment);

    private sealed record AssignedTopic(string Topic, IReadOnlyList<int> Partitions)
    {
        public override string ToString() => $"{Topic}({string.Join(',', Partitions)})";
    }
}
