using System.Text.Json.Serialization;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Groups;

/// <summary>Moves the committed offsets of groups without members, or shows where they would be.</summary>
internal static class OffsetReset
{
    public static async Task RunAsync(
        Session session, IReadOnlyList<string> groups, TopicPartitionList? topics, ResetTarget target, bool isExecuted, bool isExported)
    {
        var named = topics is null ? null : await topics.ResolveAsync(session.Client, session.Stop);
        var planned = await session.ForEachAsync(groups, "resetting groups", async group =>
        {
            var rows = await PlanAsync(session, group, named, target);
            if (isExecuted && rows.Count > 0)
                await GroupCalls.CommitAsync(
                    session, group, MemberIdentity.Outside, rows.Select(row => KeyValuePair.Create(row.Place, row.NewOffset)), session.Stop);
            return rows;
        });
        var offsets = planned.SelectMany(rows => rows).ToList();
        session.Results.Show(
            new ResetResult(isExecuted, offsets),
            result => isExported ? Tables.Lines(Exported(result.Offsets, groups.Count > 1)) : Table(result.Offsets));
        if (!isExecuted)
            session.Progress.Say("Dry run: nothing was changed. --execute commits these offsets.");
    }

    private static async Task<IReadOnlyList<ResetOffset>> PlanAsync(
        Session session, string group, IReadOnlyList<TopicPartition>? named, ResetTarget target)
    {
        var described = await GroupDescribing.DescribeAsync(session, group);
        if (described.State is not (GroupStates.Empty or GroupStates.Dead))
        {
            throw new BrokerErrorException(
                ErrorCode.NonEmptyGroup, $"group {group}", $"offsets can be reset while no member is there; the group is {described.State}");
        }

        var committed = await GroupCalls.CommittedAsync(session, group);
        var wanted = await new ResetPlan(session, group, committed).OffsetsAsync(named ?? [.. committed.Keys.Order()], target);
        return
        [
            .. wanted.OrderBy(pair => pair.Key).Select(pair => new ResetOffset(
                group, pair.Key.Topic, pair.Key.Partition, committed.TryGetValue(pair.Key, out var current) ? current : null, pair.Value)),
        ];
    }

    private static IEnumerable<string> Exported(IEnumerable<ResetOffset> offsets, bool severalGroups) => offsets.Select(row => ResetFile.Format(
        new ResetFileLine(severalGroups ? row.Group : null, row.Place, row.NewOffset)));

    private static IEnumerable<Spectre.Console.Rendering.IRenderable> Table(IReadOnlyList<ResetOffset> rows) => Tables.Of(
        rows,
        new("GROUP", row => row.Group),
        new("TOPIC", row => row.Topic),
        new("PARTITION", row => row.Partition),
        new("CURRENT-OFFSET", row => row.CurrentOffset),
        new("NEW-OFFSET", row => row.NewOffset));

    private sealed record ResetResult(bool Executed, IReadOnlyList<ResetOffset> Offsets);

    private sealed record ResetOffset(string Group, string Topic, int Partition, long? CurrentOffset, long NewOffset)
    {
        [JsonIgnore]
        public TopicPartition Place => new(Topic, Partition);
    }
}
