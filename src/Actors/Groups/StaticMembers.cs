using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>A static member that comes back without its member id takes its place again under a new one (KIP-345).</summary>
internal static class StaticMembers
{
    public static void Replace(GroupTurn turn, JoinAttempt join, GroupMember old, string newMemberId)
    {
        var group = turn.Group;
        Fence(turn, old);
        var member = new GroupMember(newMemberId, old.GroupInstanceId)
        {
            ClientId = join.Caller.ClientId,
            ClientHost = join.Caller.ClientHost,
            RebalanceTimeoutMs = join.RebalanceTimeoutMs,
            SessionTimeoutMs = join.SessionTimeoutMs,
            Protocols = join.Protocols,
            Assignment = old.Assignment,
            JoinCall = join.Call,
        };
        var leaderBefore = group.Members.Leader;
        group.Members.Replace(old, member);
        // The sync phase waits for the one who is there now.
        if (group.PendingSync.Remove(old.MemberId))
            group.PendingSync.Add(newMemberId);
        turn.RestartSession(member);

        if (group.State is GroupState.Stable && KeepsGeneration(group, old, member))
            turn.Writes.Add(new StaticMemberWrite(group, join, old, newMemberId, leaderBefore));
        else if (group.State is GroupState.Stable or GroupState.CompletingRebalance)
            // In CompletingRebalance the leader may be assigning to the old member id at this moment.
            Rebalancing.Prepare(turn, $"static member {old.GroupInstanceId} came back as {newMemberId}; client reason: {join.Reason}");
        else
            Rebalancing.MaybeComplete(turn);
    }

    /// <summary>
    /// Kafka looks at the chosen protocol only, so that a restarted member with another subscription would wait for the next rebalance to get
    /// what it subscribes to; here changed topics rebalance too. Owned partitions and user data may differ freely.
    /// </summary>
    private static bool KeepsGeneration(ClassicGroup group, GroupMember old, GroupMember member) =>
        group.Members.SelectProtocol() == group.ProtocolName
        && (!group.UsesConsumerProtocol
            || Subscriptions.HaveSameTopics(old.Metadata(group.ProtocolName), member.Metadata(group.ProtocolName)));

    private static void Fence(GroupTurn turn, GroupMember old)
    {
        if (turn.Group.Members.Await(old, null) is { } join)
            turn.Reply(join, JoinReplies.Failed(ErrorCode.FencedInstanceId, old.MemberId));
        if (old.SyncCall is { } sync)
            turn.Reply(sync, Syncing.Failed(ErrorCode.FencedInstanceId));
        old.SyncCall = null;
    }
}
