using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>JoinGroup: who may come in, and whether that starts or completes a rebalance.</summary>
internal static class Joining
{
    private const short FirstVersionWithMemberIdRequired = 4;

    // Kafka has no bound here; a client that asks for ids and never uses them must not fill the memory.
    private const int MaxPendingMembers = 10_000;

    /// <summary>What is refused whatever the group's state is.</summary>
    public static ErrorCode Refuse(JoinGroupRequest request, GroupSettings settings) =>
        request.GroupId.Length == 0 ? ErrorCode.InvalidGroupId
        : request.SessionTimeoutMs < settings.MinSessionTimeoutMs || request.SessionTimeoutMs > settings.MaxSessionTimeoutMs
            ? ErrorCode.InvalidSessionTimeout
        : ErrorCode.None;

    /// <summary>Handles one join call of an existing group; the reply may come with a later step.</summary>
    public static void Handle(GroupTurn turn, long call, JoinGroupRequest request, GroupCaller caller)
    {
        var group = turn.Group;
        var join = JoinAttempt.From(call, request, caller);
        if (!HasRoomFor(turn, join.MemberId))
        {
            group.Members.Remove(join.MemberId);
            turn.Reply(call, JoinReplies.Failed(ErrorCode.GroupMaxSizeReached, ""));
        }
        else if (group.State is GroupState.Dead)
            turn.Reply(call, JoinReplies.Failed(ErrorCode.CoordinatorNotAvailable, join.MemberId));
        else if (!HasCommonProtocol(group, join))
            turn.Reply(call, JoinReplies.Failed(ErrorCode.InconsistentGroupProtocol, join.MemberId));
        else if (join.MemberId.Length > 0)
            JoinKnown(turn, join);
        else if (join.GroupInstanceId is not null)
            JoinStatic(turn, join);
        else
            JoinDynamic(turn, join);
    }

    private static bool HasRoomFor(GroupTurn turn, string memberId)
    {
        var members = turn.Group.Members;
        return turn.Group.State switch
        {
            GroupState.PreparingRebalance =>
                members.Find(memberId)?.JoinCall is not null || members.AwaitingJoin < turn.Settings.MaxSize,
            GroupState.CompletingRebalance or GroupState.Stable =>
                members.Find(memberId) is not null || members.Count < turn.Settings.MaxSize,
            _ => true,
        };
    }

    private static bool HasCommonProtocol(ClassicGroup group, JoinAttempt join) => group.State is GroupState.Empty
        ? join.ProtocolType.Length > 0 && join.Protocols.Count > 0
        : group.ProtocolType == join.ProtocolType && join.Protocols.Any(protocol => group.Members.IsSupportedByAll(protocol.Name));

    private static void JoinStatic(GroupTurn turn, JoinAttempt join)
    {
        var newMemberId = turn.NewMemberId(join.GroupInstanceId!);
        if (turn.Group.Members.FindStatic(join.GroupInstanceId) is { } existing)
            StaticMembers.Replace(turn, join, turn.Group.Members.Find(existing)!, newMemberId);
        else
            Add(turn, join, newMemberId);
    }

    private static void JoinDynamic(GroupTurn turn, JoinAttempt join)
    {
        var newMemberId = turn.NewMemberId(join.Caller.ClientId);
        if (join.Caller.ApiVersion < FirstVersionWithMemberIdRequired)
        {
            Add(turn, join, newMemberId);
            return;
        }
        if (turn.Group.Members.Pending.Count >= MaxPendingMembers)
        {
            turn.Reply(join.Call, JoinReplies.Failed(ErrorCode.GroupMaxSizeReached, ""));
            return;
        }
        var deadline = turn.NowMs + join.SessionTimeoutMs;
        turn.Group.Members.AddPending(newMemberId, deadline);
        turn.Group.WakeAt(deadline);
        turn.Reply(join.Call, JoinReplies.Failed(ErrorCode.MemberIdRequired, newMemberId));
    }

    private static void JoinKnown(GroupTurn turn, JoinAttempt join)
    {
        var group = turn.Group;
        if (join.GroupInstanceId is null && group.Members.Pending.ContainsKey(join.MemberId))
        {
            Add(turn, join, join.MemberId);
            return;
        }
        if (group.Validate(join.MemberId, join.GroupInstanceId) is var error and not ErrorCode.None)
        {
            turn.Reply(join.Call, JoinReplies.Failed(error, join.MemberId));
            return;
        }
        var member = group.Members.Find(join.MemberId)!;
        // In Stable a leader's join always rebalances: it may have seen new partitions, which no metadata shows.
        var isAnsweredAtOnce = group.State switch
        {
            GroupState.CompletingRebalance => member.Matches(join.Protocols),
            GroupState.Stable => !group.IsLeader(join.MemberId) && member.Matches(join.Protocols),
            _ => false,
        };
        if (isAnsweredAtOnce)
            turn.Reply(join.Call, JoinReplies.Current(group, member));
        else
            Update(turn, join, member);
    }

    private static void Add(GroupTurn turn, JoinAttempt join, string memberId)
    {
        var group = turn.Group;
        if (group.State is GroupState.PreparingRebalance && group.PreviousState is GroupState.Empty)
            group.NewMemberAdded = true;
        if (group.Members.Count == 0)
            group.ProtocolType = join.ProtocolType;
        var member = new GroupMember(memberId, join.GroupInstanceId)
        {
            ClientId = join.Caller.ClientId,
            ClientHost = join.Caller.ClientHost,
            RebalanceTimeoutMs = join.RebalanceTimeoutMs,
            SessionTimeoutMs = join.SessionTimeoutMs,
            Protocols = join.Protocols,
            JoinCall = join.Call,
            IsNew = true,
        };
        group.Members.Add(member);
        turn.RestartSession(member, turn.Settings.NewMemberJoinTimeoutMs);
        Rebalancing.PrepareOrComplete(turn, $"adding member {memberId}; client reason: {join.Reason}");
    }

    private static void Update(GroupTurn turn, JoinAttempt join, GroupMember member)
    {
        turn.Group.Members.Update(member, join.Protocols, join.RebalanceTimeoutMs, join.SessionTimeoutMs);
        AwaitJoin(turn, member, join.Call);
        Rebalancing.PrepareOrComplete(turn, $"member {member.MemberId} joins again; client reason: {join.Reason}");
    }

    /// <summary>
    /// Lets a member wait for the join phase to end. A call it made before is answered, so that no connection waits for ever (Kafka forgets it).
    /// </summary>
    internal static void AwaitJoin(GroupTurn turn, GroupMember member, long call)
    {
        if (turn.Group.Members.Await(member, call) is { } superseded)
            turn.Reply(superseded, JoinReplies.Failed(ErrorCode.RebalanceInProgress, member.MemberId));
    }
}
