using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>The phases of a rebalance: from the call to join again, to the moment when everybody has been told the new generation.</summary>
internal static class Rebalancing
{
    /// <summary>Starts a rebalance, or completes the one under way if this was the last thing it waited for.</summary>
    public static void PrepareOrComplete(GroupTurn turn, string reason)
    {
        if (turn.Group.CanRebalance)
            Prepare(turn, reason);
        else
            MaybeComplete(turn);
    }

    public static void Prepare(GroupTurn turn, string reason)
    {
        var group = turn.Group;
        if (group.State is GroupState.CompletingRebalance)
            Syncing.FailAll(turn, ErrorCode.RebalanceInProgress);
        group.PendingSync.Clear();
        group.SyncDeadlineMs = GroupMember.NoDeadline;
        group.AssignmentBeingStored = null;

        var isInitial = group.State is GroupState.Empty;
        if (isInitial)
        {
            var delay = turn.Settings.InitialRebalanceDelayMs;
            turn.SetJoinTimer(new(
                turn.NowMs + delay, IsInitial: true, delay, Math.Max(group.Members.MaxRebalanceTimeoutMs - delay, 0)));
        }
        group.TransitionTo(GroupState.PreparingRebalance, turn.NowMs);
        GroupLog.Preparing(turn.Logger, group.GroupId, group.Generation, reason);
        if (isInitial)
            return;
        if (group.Members.HaveAllJoined)
            Complete(turn);
        else
            AwaitJoins(turn);
    }

    /// <summary>Completes the join phase if everybody is there; the initial one always takes its delay.</summary>
    public static void MaybeComplete(GroupTurn turn)
    {
        var group = turn.Group;
        if (group.State is GroupState.PreparingRebalance && group.PreviousState is not GroupState.Empty && group.Members.HaveAllJoined)
            Complete(turn);
    }

    /// <summary>The join timer has fired: an initial delay is prolonged while new members come, else the phase ends.</summary>
    public static void JoinTimerFired(GroupTurn turn, JoinTimer timer)
    {
        var group = turn.Group;
        group.JoinTimer = null;
        if (!timer.IsInitial || !group.NewMemberAdded || timer.RemainingMs == 0)
        {
            Complete(turn);
            return;
        }
        group.NewMemberAdded = false;
        var delay = Math.Min(turn.Settings.InitialRebalanceDelayMs, timer.RemainingMs);
        turn.SetJoinTimer(new(turn.NowMs + delay, IsInitial: true, delay, Math.Max(timer.RemainingMs - timer.DelayMs, 0)));
    }

    /// <summary>Ends the join phase: dynamic members that did not come are out, the others begin the next generation.</summary>
    public static void Complete(GroupTurn turn)
    {
        var group = turn.Group;
        group.JoinTimer = null;
        group.NewMemberAdded = false;
        foreach (var absent in group.Members.Where(member => member is { JoinCall: null, IsStatic: false }).ToList())
        {
            GroupLog.MemberRemoved(turn.Logger, group.GroupId, absent.MemberId, "it did not join in time");
            group.Members.Remove(absent.MemberId);
        }
        if (!group.Members.ElectJoinedLeader() && group.Members.Count > 0)
        {
            // Only static members are left and none has come: their sessions decide.
            AwaitJoins(turn);
            return;
        }
        group.BeginGeneration(turn.NowMs);
        if (group.State is GroupState.Empty)
            turn.Writes.Add(new EmptyGroupWrite(group));
        else
            AnnounceGeneration(turn);
    }

    private static void AwaitJoins(GroupTurn turn) => turn.SetJoinTimer(
        new(turn.NowMs + turn.Group.Members.MaxRebalanceTimeoutMs, IsInitial: false, DelayMs: 0, RemainingMs: 0));

    private static void AnnounceGeneration(GroupTurn turn)
    {
        var group = turn.Group;
        foreach (var member in group.Members)
        {
            // A static member that did not come stays, and may still be expired by its session.
            if (group.Members.Await(member, null) is { } call)
                turn.Reply(call, JoinReplies.Current(group, member));
            turn.RestartSession(member);
            member.IsNew = false;
            group.PendingSync.Add(member.MemberId);
        }
        group.SyncDeadlineMs = turn.NowMs + group.Members.MaxRebalanceTimeoutMs;
        group.WakeAt(group.SyncDeadlineMs);
        GroupLog.GenerationBegun(turn.Logger, group.GroupId, group.Generation, group.Members.Count);
    }
}
