namespace KafkaGateway.Actors.Groups;

/// <summary>The group's timers are deadlines in its state; this runs those that are over, the earliest first.</summary>
internal static class Deadlines
{
    public static void RunDue(GroupTurn turn)
    {
        var group = turn.Group;
        while (group.State is not GroupState.Dead && group.WakeAtMs <= turn.NowMs)
        {
            // What fires may set new deadlines, or take back others that are in this list.
            var due = All(group).Where(deadline => deadline.DueMs <= turn.NowMs).OrderBy(deadline => deadline.DueMs).ToList();
            foreach (var deadline in due)
                deadline.Fire(turn);
            group.WakeAtMs = All(group).Select(deadline => deadline.DueMs).DefaultIfEmpty(GroupMember.NoDeadline).Min();
        }
    }

    private static IEnumerable<Deadline> All(ClassicGroup group)
    {
        if (group.JoinTimer is { } timer)
        {
            yield return new(timer.DueMs, turn =>
            {
                if (group.JoinTimer == timer)
                    Rebalancing.JoinTimerFired(turn, timer);
            });
        }
        if (group.SyncDeadlineMs is var syncDeadline and not GroupMember.NoDeadline)
        {
            yield return new(syncDeadline, turn =>
            {
                if (group.SyncDeadlineMs == syncDeadline)
                    Syncing.SyncTimerFired(turn);
            });
        }
        foreach (var (memberId, deadline) in group.Members.Pending)
        {
            yield return new(deadline, turn =>
            {
                if (group.Members.Pending.ContainsKey(memberId))
                    Sessions.PendingExpired(turn, memberId);
            });
        }
        foreach (var member in group.Members.Where(member => member.SessionDeadlineMs != GroupMember.NoDeadline))
        {
            var deadline = member.SessionDeadlineMs;
            yield return new(deadline, turn =>
            {
                if (member.SessionDeadlineMs == deadline && group.Members.Find(member.MemberId) == member)
                    Sessions.Expired(turn, member);
            });
        }
    }

    private readonly record struct Deadline(long DueMs, Action<GroupTurn> Fire);
}
