namespace KafkaGateway.Actors.Groups;

/// <summary>The group's timers are deadlines in its state; this runs those that are over, the earliest first.</summary>
internal static class Deadlines
{
    public static void RunDue(GroupTurn turn)
    {
        var group = turn.Group;
        while (group.State is not GroupState.Dead && group.WakeAtMs <= turn.NowMs)
        {
            var (due, fire) = Earliest(group);
            group.WakeAtMs = due;
            if (due > turn.NowMs)
                return;
            // Whatever stays due is found again by the next round.
            fire(turn);
        }
    }

    private static (long Due, Action<GroupTurn> Fire) Earliest(ClassicGroup group)
    {
        (long Due, Action<GroupTurn> Fire) earliest = (GroupMember.NoDeadline, static _ => { });
        if (group.JoinTimer is { } timer)
            earliest = (timer.DueMs, turn => Rebalancing.JoinTimerFired(turn, timer));
        if (group.SyncDeadlineMs < earliest.Due)
            earliest = (group.SyncDeadlineMs, Syncing.SyncTimerFired);
        foreach (var (memberId, deadline) in group.Members.Pending)
        {
            if (deadline < earliest.Due)
                earliest = (deadline, turn => Sessions.PendingExpired(turn, memberId));
        }
        foreach (var member in group.Members)
        {
            if (member.SessionDeadlineMs < earliest.Due)
                earliest = (member.SessionDeadlineMs, turn => Sessions.Expired(turn, member));
        }
        return earliest;
    }
}
