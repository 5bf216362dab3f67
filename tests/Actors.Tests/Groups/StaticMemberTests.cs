using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class StaticMemberTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void A_static_member_needs_no_promised_id_and_its_id_begins_with_its_instance_id() =>
        Assert.StartsWith("i1-", GroupFixture.Answer(_g.Join(instance: "i1")).MemberId, StringComparison.Ordinal);

    [Fact]
    public void A_static_member_that_comes_back_takes_its_place_without_a_rebalance()
    {
        var (leader, follower) = TwoStatic();
        var back = GroupFixture.Answer(_g.Join(instance: "i2"));
        Assert.Equal((ErrorCode.None, follower.GenerationId), (back.ErrorCode, back.GenerationId));
        Assert.NotEqual(follower.MemberId, back.MemberId);
        Assert.Equal(ErrorCode.None, _g.Heartbeat(leader, "i1"));
        Assert.Equal([2], GroupFixture.Answer(_g.Sync(back, "i2")).Assignment.ToArray());
    }

    [Fact]
    public void The_new_member_id_is_stored_before_it_is_told()
    {
        TwoStatic();
        _g.Faults.MaxDelay = TimeSpan.FromSeconds(1);
        var back = _g.Join(instance: "i2");
        Assert.False(back.IsCompleted);
        _g.World.RunUntil(() => back.IsCompleted, TimeSpan.FromSeconds(5));
        _g.Faults.MaxDelay = TimeSpan.Zero;
        _g.Restart();
        Assert.Equal(ErrorCode.None, _g.Heartbeat(GroupFixture.Answer(back), "i2"));
    }

    [Fact]
    public void Where_the_new_member_id_cannot_be_stored_the_old_one_stays()
    {
        var (_, follower) = TwoStatic();
        _g.Faults.Failure = 1;
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, GroupFixture.Answer(_g.Join(instance: "i2")).ErrorCode);
        _g.Faults.Failure = 0;
        Assert.Equal(ErrorCode.None, _g.Heartbeat(follower, "i2"));
    }

    [Fact]
    public void A_leader_that_comes_back_keeps_the_assignment_and_from_version_9_on_learns_that_it_leads()
    {
        TwoStatic();
        var back = GroupFixture.Answer(_g.Join(instance: "i1", version: 9));
        Assert.Equal((back.MemberId, true, 2), (back.Leader, back.SkipAssignment, back.Members.Count));
        Assert.Equal([1], GroupFixture.Answer(_g.Sync(back, "i1")).Assignment.ToArray());
    }

    [Fact]
    public void Before_version_9_a_leader_that_comes_back_takes_itself_for_a_follower()
    {
        var (leader, _) = TwoStatic();
        var back = GroupFixture.Answer(_g.Join(instance: "i1", version: 8));
        Assert.Equal((leader.MemberId, false, 0), (back.Leader, back.SkipAssignment, back.Members.Count));
    }

    [Fact]
    public void A_static_member_that_comes_back_with_other_topics_starts_a_rebalance()
    {
        TwoStatic();
        Assert.False(_g.Join(instance: "i2", topic: "u").IsCompleted);
        Assert.Equal("PreparingRebalance", _g.Describe().GroupState);
    }

    [Fact]
    public void The_one_whose_place_is_taken_is_fenced_in_every_call()
    {
        var (_, old) = TwoStatic();
        GroupFixture.Answer(_g.Join(instance: "i2"));
        Assert.Equal(ErrorCode.FencedInstanceId, _g.Heartbeat(old, "i2"));
        Assert.Equal(ErrorCode.FencedInstanceId, GroupFixture.Answer(_g.Sync(old, "i2")).ErrorCode);
        Assert.Equal(ErrorCode.FencedInstanceId, GroupFixture.Answer(_g.Join(old.MemberId, "i2")).ErrorCode);
        Assert.Equal(ErrorCode.FencedInstanceId, _g.Commit(1, old, instance: "i2"));
        Assert.Equal(ErrorCode.FencedInstanceId, _g.Leave((old.MemberId, "i2")).Members[0].ErrorCode);
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(old));
    }

    [Fact]
    public void A_call_that_waits_is_fenced_when_its_place_is_taken()
    {
        var (leader, _) = TwoStatic();
        var waiting = _g.Join(leader.MemberId, "i1");
        _g.Join(instance: "i1");
        Assert.Equal(ErrorCode.FencedInstanceId, GroupFixture.Answer(waiting).ErrorCode);
    }

    [Fact]
    public void An_unknown_instance_id_is_an_unknown_member()
    {
        var (leader, _) = TwoStatic();
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(leader, "i9"));
    }

    [Fact]
    public void A_static_member_that_does_not_join_a_rebalance_stays_until_its_session_ends()
    {
        var (leader, follower) = TwoStatic();
        var join = _g.Join(leader.MemberId, "i1");
        for (var passed = 0; passed < GroupFixture.RebalanceMs; passed += 5_000)
        {
            _g.Heartbeat(follower, "i2");
            _g.Pass(5_000);
        }
        Assert.Equal(2, GroupFixture.Answer(join).Members.Count);
    }

    [Fact]
    public void A_static_member_can_be_sent_away_by_instance_id_alone()
    {
        var (leader, follower) = TwoStatic();
        var response = _g.Leave(("", "i2"), ("", "i9"));
        Assert.Equal([ErrorCode.None, ErrorCode.UnknownMemberId], response.Members.Select(member => member.ErrorCode));
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(follower, "i2"));
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(leader, "i1"));
    }

    private (JoinGroupResponse Leader, JoinGroupResponse Follower) TwoStatic()
    {
        var first = GroupFixture.Answer(_g.Join(instance: "i1"));
        var second = _g.Join(instance: "i2");
        first = GroupFixture.Answer(_g.Join(first.MemberId, "i1"));
        var follower = GroupFixture.Answer(second);
        _g.Sync(first, "i1", assignment: [(first.MemberId, [1]), (follower.MemberId, [2])]);
        _g.Sync(follower, "i2");
        return (first, follower);
    }
}
