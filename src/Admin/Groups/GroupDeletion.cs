using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Groups;

/// <summary>Deletes groups.</summary>
internal static class GroupDeletion
{
    public static async Task RunAsync(Session session, IReadOnlyList<string> groups)
    {
        var deleted = await session.ForEachAsync(groups, "deleting groups", group => DeleteAsync(session, group));
        session.Results.Show(deleted, all => Tables.Lines(all.Select(group => $"Deleted group {group.Group}.")));
    }

    private static async Task<DeletedGroup> DeleteAsync(Session session, string group)
    {
        await session.Coordinators.CallAsync<DeleteGroupsResponse>(
            group,
            new DeleteGroupsRequest { GroupsNames = [group] },
            answer => BrokerErrorException.ThrowIfFailed(answer.Results[0].ErrorCode, $"group {group}", answer.Results[0].ErrorMessage),
            session.Stop);
        return new DeletedGroup(group);
    }

    private sealed record DeletedGroup(string Group);
}
