using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// The groups that exist, from what is stored: a group that has a member or an offset has a stored state too. The state of a group whose
/// actor is awake is asked of it; one that sleeps is not woken, since it is what it was stored as.
/// </summary>
/// <param name="states">Where groups are kept.</param>
/// <param name="findAwake">The actor of that group if it is awake, else null.</param>
public sealed class GroupDirectory(IStateStore states, Func<string, IConsumerGroup?> findAwake) : IGroupDirectory
{
    private const string ClassicType = "classic";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ListGroupsResponse.ListedGroup>> ListAsync(CancellationToken cancellationToken)
    {
        var groups = new List<ListGroupsResponse.ListedGroup>();
        await foreach (var stored in states.ListAsync(GroupSnapshot.Kind, cancellationToken))
        {
            if (await DescribeAsync(stored, cancellationToken) is { } group)
                groups.Add(group);
        }
        return groups;
    }

    private async ValueTask<ListGroupsResponse.ListedGroup?> DescribeAsync(StoredState stored, CancellationToken cancellationToken)
    {
        if (findAwake(stored.Key) is { } awake)
        {
            var described = await awake.DescribeAsync(cancellationToken);
            if (described.ErrorCode is ErrorCode.None)
                return Listed(stored.Key, described.ProtocolType, described.GroupState);
            if (described.ErrorCode is ErrorCode.GroupIdNotFound)
                return null;
        }
        var group = GroupSnapshot.Restore(stored.Key, GroupSnapshot.Decode(stored.Value));
        return Listed(stored.Key, group.ProtocolType, group.State.ToString());
    }

    private static ListGroupsResponse.ListedGroup Listed(string groupId, string? protocolType, string state) =>
        new() { GroupId = groupId, ProtocolType = protocolType ?? "", GroupState = state, GroupType = ClassicType };
}
