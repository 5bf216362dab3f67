using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// The coordinator of one consumer group. Its host runs one turn at a time: calls, continuations and scheduled turns never beside each other.
/// What it answers as done is stored; killing it at any time costs members at most a rebalance.
/// </summary>
public sealed partial class ConsumerGroup : IConsumerGroup, IDisposable
{
    private const short FirstVersionWithNullProtocolName = 7;

    private readonly string _groupId;
    private readonly GroupPorts _ports;
    private OwnedGroup? _owned;

    /// <summary>Makes the actor; nothing is loaded before the first call.</summary>
    public ConsumerGroup(string groupId, GroupPorts ports)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        ArgumentNullException.ThrowIfNull(ports);
        _groupId = groupId;
        _ports = ports;
    }

    /// <summary>Whether nothing is lost when the host forgets this actor: it was only asked about a group that does not exist.</summary>
    public bool HoldsNothing => _owned is null or { HoldsNothing: true };

    /// <summary>Its state as ListGroups tells it, null while there is no such group. May be asked from any thread.</summary>
    public string? State => _owned is { Exists: true } owned ? owned.Group.State.ToString() : null;

    /// <summary>The longest that a member may stay silent before it is taken out; null where there are no members.</summary>
    public TimeSpan? LongestSession => _owned is { IsReleased: false, Group.Members: { Count: > 0 } members }
        ? TimeSpan.FromMilliseconds(members.Max(member => member.SessionTimeoutMs))
        : null;

    /// <inheritdoc/>
    public async ValueTask<JoinGroupResponse> JoinAsync(
        JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken)
    {
        var response = await AnswerJoinAsync(request, caller, cancellationToken);
        if (caller.ApiVersion < FirstVersionWithNullProtocolName)
            response.ProtocolName ??= "";
        return response;
    }

    /// <inheritdoc/>
    public async ValueTask<SyncGroupResponse> SyncAsync(
        SyncGroupRequest request, GroupCaller caller, CancellationToken cancellationToken)
    {
        if (request.GroupId.Length == 0)
            return Syncing.Failed(ErrorCode.InvalidGroupId);
        var (owned, error) = await OpenAsync();
        if (error is ErrorCode.None && !owned.Exists)
            error = ErrorCode.UnknownMemberId;
        if (error is not ErrorCode.None)
            return Syncing.Failed(error);
        TopicCatalogSnapshot? topics = null;
        if (Syncing.NeedsTopics(owned.Group, request))
            topics = await _ports.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
        var (call, answer) = owned.Calls.Begin(Syncing.Failed);
        owned.Run(turn => Syncing.Handle(turn, call, request, topics));
        return (SyncGroupResponse)await answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellationToken)
    {
        if (request.GroupId.Length == 0)
            return new() { ErrorCode = ErrorCode.InvalidGroupId };
        var (owned, error) = await OpenAsync();
        if (error is ErrorCode.None)
            error = owned.Exists ? owned.Run(turn => Sessions.Heartbeat(turn, request)) : ErrorCode.UnknownMemberId;
        return new() { ErrorCode = error };
    }

    /// <inheritdoc/>
    public async ValueTask<LeaveGroupResponse> LeaveAsync(LeaveGroupRequest request, CancellationToken cancellationToken)
    {
        if (request.GroupId.Length == 0)
            return new() { ErrorCode = ErrorCode.InvalidGroupId };
        var (owned, error) = await OpenAsync();
        if (error is not ErrorCode.None)
            return new() { ErrorCode = error };
        if (!owned.Exists)
            return Leaving.AllFailed(request, ErrorCode.UnknownMemberId);
        var response = owned.Run(turn => Leaving.Handle(turn, request));
        await owned.StoredAsync();
        return response;
    }

    /// <inheritdoc/>
    public async ValueTask<DescribeGroupsResponse.DescribedGroup> DescribeAsync(CancellationToken cancellationToken)
    {
        var (owned, error) = await OpenAsync();
        if (error is not ErrorCode.None)
            return Describing.Failed(_groupId, error);
        return owned.Exists ? Describing.Describe(owned.Group) : Describing.Unknown(_groupId);
    }

    /// <inheritdoc/>
    public async ValueTask<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(CancellationToken cancellationToken)
    {
        var (owned, error) = await OpenAsync();
        if (error is ErrorCode.None)
        {
            error = !owned.Exists || owned.Group.State is GroupState.Dead ? ErrorCode.GroupIdNotFound
                : owned.Group.State is GroupState.Empty ? await TryAsync(owned, owned.DeleteAsync)
                : ErrorCode.NonEmptyGroup;
        }
        return new() { GroupId = _groupId, ErrorCode = error };
    }

    /// <summary>Gives the group up without losing anything: calls that wait are told to look for the coordinator again.</summary>
    public void Dispose() => _owned?.Dispose();

    private async ValueTask<JoinGroupResponse> AnswerJoinAsync(
        JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken)
    {
        if (Joining.Refuse(request, _ports.Settings) is var refusal and not ErrorCode.None)
            return JoinReplies.Failed(refusal, request.MemberId);
        var (owned, error) = await OpenAsync();
        if (error is ErrorCode.None && !owned.Exists)
        {
            error = request.MemberId.Length > 0 ? ErrorCode.UnknownMemberId
                : await TryAsync(owned, owned.EnsureCreatedAsync);
        }
        if (error is not ErrorCode.None)
            return JoinReplies.Failed(error, request.MemberId);
        var (call, answer) = owned.Calls.Begin(failure => JoinReplies.Failed(failure, request.MemberId));
        owned.Run(turn => Joining.Handle(turn, call, request, caller));
        return (JoinGroupResponse)await answer.WaitAsync(cancellationToken);
    }

    /// <summary>The loaded group, which may turn out not to exist.</summary>
    private async ValueTask<(OwnedGroup Group, ErrorCode Error)> OpenAsync()
    {
        if (_owned is null or { IsReleased: true })
            _owned = new(_groupId, _ports);
        var owned = _owned;
        return (owned, GroupId.IsTooLong(_groupId) ? ErrorCode.InvalidGroupId : await TryAsync(owned, owned.EnsureLoadedAsync));
    }

    private static async ValueTask<ErrorCode> TryAsync(OwnedGroup owned, Func<Task> action)
    {
        try
        {
            await action();
            return ErrorCode.None;
        }
        catch (Exception failure)
        {
            return owned.Explain(failure);
        }
    }
}
