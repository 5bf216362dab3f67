using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>Heartbeats, and what becomes of members that send none.</summary>
internal static class Sessions
{
    public static ErrorCode Heartbeat(GroupTurn turn, HeartbeatRequest request)
    {
        var group = turn.Group;
        if (group.State is GroupState.Dead)
            return ErrorCode.CoordinatorNotAvailable;
        if (group.Validate(request.MemberId, request.GroupInstanceId) is var error and not ErrorCode.None)
            return error;
        if (request.GenerationId != group.Generation)
            return ErrorCode.IllegalGeneration;
        turn.RestartSession(group.Members.Find(request.MemberId)!);
        return group.State is GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    public static void PendingExpired(GroupTurn turn, string memberId)
    {
        GroupLog.MemberRemoved(turn.Logger, turn.Group.GroupId, memberId, "it did not come back with its new member id");
        turn.Group.Members.Remove(memberId);
        if (turn.Group is { State: GroupState.PreparingRebalance, Members.HaveAllJoined: true })
            Rebalancing.Complete(turn);
    }

    public static void Expired(GroupTurn turn, GroupMember member)
    {
        var group = turn.Group;
        member.SessionDeadlineMs = GroupMember.NoDeadline;
        if (member.HasSatisfiedHeartbeat)
            return;
        GroupLog.MemberRemoved(turn.Logger, group.GroupId, member.MemberId, "its session timed out");
        Remove(turn, member);
        if (group.State is GroupState.Stable or GroupState.CompletingRebalance)
            Rebalancing.Prepare(turn, $"session of {member.MemberId} timed out");
        else if (group is { State: GroupState.PreparingRebalance, Members.HaveAllJoined: true })
            Rebalancing.Complete(turn);
    }

    /// <summary>Takes a member out; a call of its own that still waits learns that it is unknown, so that a live client joins anew.</summary>
    public static void Remove(GroupTurn turn, GroupMember member)
    {
        if (turn.Group.Members.Await(member, null) is { } join)
            turn.Reply(join, JoinReplies.Failed(ErrorCode.UnknownMemberId, ""));
        if (member.SyncCall is { } sync)
            turn.Reply(sync, Syncing.Failed(ErrorCode.UnknownMemberId));
        member.SyncCall = null;
        turn.Group.PendingSync.Remove(member.MemberId);
        turn.Group.Members.Remove(member.MemberId);
    }
}
