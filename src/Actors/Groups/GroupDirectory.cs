using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// The groups that exist, from what is stored: a group that has a member or an offset has a stored state too. The state of a group whose
/// actor is awake is asked of it; one that sleeps is not woken, since it is what it was stored as.
/// </summary>
/// <param name="states">Where groups are kept.</param>
/// <param name="offsets">Where their offsets are kept.</param>
/// <param name="findAwake">The actor of that group if it is awake, else null.</param>
public sealed class GroupDirectory(IStateStore states, IOffsetStore offsets, Func<string, IConsumerGroup?> findAwake) : IGroupDirectory
{
    private const string ClassicType = "classic";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ListGroupsResponse.ListedGroup>> ListAsync(CancellationToken cancellationToken)
    {
        var groups = new List<ListGroupsResponse.ListedGroup>();
        foreach (var stored in await StoredAsync(cancellationToken))
        {
            if (await DescribeAsync(stored, cancellationToken) is { } group)
                groups.Add(group);
        }
        return groups;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListAsync(string topic, CancellationToken cancellationToken)
    {
        var groupIds = new List<string>();
        await foreach (var groupId in offsets.ListGroupsAsync(topic, cancellationToken))
            groupIds.Add(groupId);
        return groupIds;
    }

    /// <summary>
    /// Wakes every stored group, one after another, so that the sessions of members that are gone and offsets over their retention expire even
    /// where no client asks for the group any more. For the start of a process whose groups nobody else hosts.
    /// </summary>
    /// <param name="find">The actor of a group.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task WakeAllAsync(Func<string, IConsumerGroup> find, CancellationToken cancellationToken)
    {
        foreach (var stored in await StoredAsync(cancellationToken))
            await find(stored.Key).DescribeAsync(cancellationToken);
    }

    /// <summary>All of them first: a group that is asked may write to the same store.</summary>
    private async ValueTask<List<StoredState>> StoredAsync(CancellationToken cancellationToken)
    {
        var all = new List<StoredState>();
        await foreach (var stored in states.ListAsync(GroupSnapshot.Kind, cancellationToken))
            all.Add(stored);
        return all;
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
        var group = GroupSnapshot.Restore(stored.Key, StateCodec.Decode<ConsumerGroupState>(stored.Value));
        return Listed(stored.Key, group.ProtocolType, group.State.ToString());
    }

    private static ListGroupsResponse.ListedGroup Listed(string groupId, string? protocolType, string state) =>
        new() { GroupId = groupId, ProtocolType = protocolType ?? "", GroupState = state, GroupType = ClassicType };
}
