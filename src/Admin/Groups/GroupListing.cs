using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Groups;

/// <summary>Prints groups: names, one a line, or a table with their states.</summary>
internal static class GroupListing
{
    public static async Task RunAsync(Session session, bool withState, IReadOnlyList<string> states)
    {
        var groups = (await GroupCalls.ListAsync(session)).Where(group => states.Count == 0 || states.Contains(group.State)).ToList();
        session.Results.Show(
            groups,
            all => withState
                ? Tables.Of(
                    all,
                    new("GROUP", group => group.Group),
                    new("TYPE", group => group.Type),
                    new("PROTOCOL", group => group.ProtocolType),
                    new("STATE", group => group.State))
                : Tables.Lines(all.Select(group => group.Group)));
    }
}
