using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>Stores the new member id of a static member that came back to a stable group; only then is it told.</summary>
internal sealed class StaticMemberWrite(ClassicGroup group, JoinAttempt join, GroupMember old, string newMemberId, string? leaderBefore)
    : GroupWrite(GroupSnapshot.Of(group, member => member.Assignment))
{
    private const short FirstVersionThatCanSkipAssignment = 9;

    private readonly int _generation = group.Generation;

    public override void Settle(GroupTurn turn, ErrorCode error)
    {
        var group = turn.Group;
        // Where a rebalance began meanwhile, or the member was replaced again, the call is answered by that.
        if (group.State is not GroupState.Stable
            || group.Generation != _generation
            || group.Members.Find(newMemberId) is not { JoinCall: { } call } member
            || call != join.Call)
            return;

        group.Members.Await(member, null);
        if (error is not ErrorCode.None)
        {
            old.SessionDeadlineMs = GroupMember.NoDeadline;
            group.Members.Replace(member, old);
            turn.RestartSession(old);
            turn.Reply(call, JoinReplies.Failed(error, ""));
            return;
        }
        turn.RestartSession(member);
        turn.Reply(call, Answer(group, member));
    }

    /// <summary>
    /// A leader must not assign again. Version 9 can say so; before, it is told that its old id leads, so that it takes itself for a follower.
    /// </summary>
    private Protocol.Messages.JoinGroupResponse Answer(ClassicGroup group, GroupMember member)
    {
        var response = JoinReplies.Current(group, member);
        if (join.Caller.ApiVersion >= FirstVersionThatCanSkipAssignment)
            response.SkipAssignment = group.IsLeader(member.MemberId);
        else
        {
            response.Leader = leaderBefore ?? "";
            response.Members = [];
        }
        return response;
    }
}
