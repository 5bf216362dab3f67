using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Groups;

/// <summary>Shows the state of groups, one a row.</summary>
internal static class StateDescribing
{
    public static async Task RunAsync(Session session, IReadOnlyList<string> groups)
    {
        var states = await session.ForEachAsync(groups, "describing groups", async group =>
        {
            var described = await GroupDescribing.DescribeExistingAsync(session, group);
            var coordinator = await session.Coordinators.FindAsync(group, session.Stop);
            return new GroupState(group, coordinator.Address.ToString(), coordinator.Id, described.Assignor, described.State, described.Members.Count);
        });
        session.Results.Show(
            states,
            rows => Tables.Of(
                rows,
                new("GROUP", row => row.Group),
                new("COORDINATOR (ID)", row => $"{row.Coordinator} ({row.CoordinatorId})"),
                new("ASSIGNMENT-STRATEGY", row => row.Assignor),
                new("STATE", row => row.State),
                new("#MEMBERS", row => row.Members)));
    }

    private sealed record GroupState(string Group, string Coordinator, int CoordinatorId, string Assignor, string State, int Members);
}
