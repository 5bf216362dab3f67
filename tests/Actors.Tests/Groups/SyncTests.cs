using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Simulation.Tests.Groups;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class SyncTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void Followers_wait_for_the_leaders_assignment_and_each_gets_its_own_part()
    {
        var (leader, follower) = TwoJoined();
        var waiting = _g.Sync(follower);
        Assert.False(waiting.IsCompleted);
        var own = GroupFixture.Answer(_g.Sync(leader, assignment: [(leader.MemberId, [1]), (follower.MemberId, [2])]));
        Assert.Equal([1], own.Assignment.ToArray());
        Assert.Equal([2], GroupFixture.Answer(waiting).Assignment.ToArray());
        Assert.Equal(("consumer", "range"), (own.ProtocolType, own.ProtocolName));
    }

    [Fact]
    public void A_member_that_syncs_late_gets_its_part_from_the_stable_group()
    {
        var (leader, follower) = TwoJoined();
        _g.Sync(leader, assignment: [(leader.MemberId, [1]), (follower.MemberId, [2])]);
        Assert.Equal([2], GroupFixture.Answer(_g.Sync(follower)).Assignment.ToArray());
    }

    [Fact]
    public void A_member_that_the_leader_forgot_gets_an_empty_assignment()
    {
        var (leader, follower) = TwoJoined();
        _g.Sync(leader, assignment: [(leader.MemberId, [1])]);
        var forgotten = GroupFixture.Answer(_g.Sync(follower));
        Assert.Equal((ErrorCode.None, 0), (forgotten.ErrorCode, forgotten.Assignment.Length));
    }

    [Fact]
    public void Nobody_is_answered_before_the_assignment_is_stored()
    {
        var (leader, follower) = TwoJoined();
        _g.Faults.MaxDelay = TimeSpan.FromSeconds(1);
        var writes = _g.States.Writes;
        var calls = new[] { _g.Sync(follower), _g.Sync(leader, assignment: [(leader.MemberId, [1])]) };
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        _g.World.RunUntil(() => calls.All(call => call.IsCompleted), TimeSpan.FromSeconds(2));
        Assert.Equal(writes + 1, _g.States.Writes);
    }

    [Fact]
    public void Where_the_assignment_cannot_be_stored_all_are_told_to_look_for_the_coordinator_and_join_again()
    {
        var (leader, follower) = TwoJoined();
        var waiting = _g.Sync(follower);
        _g.Faults.Failure = 1;
        var failed = _g.Sync(leader, assignment: [(leader.MemberId, [1])]);
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, GroupFixture.Answer(failed).ErrorCode);
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, GroupFixture.Answer(waiting).ErrorCode);
        _g.Faults.Failure = 0;
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(leader));
        _g.Join(leader.MemberId);
        Assert.Equal(leader.GenerationId + 1, GroupFixture.Answer(_g.Join(follower.MemberId)).GenerationId);
    }

    [Fact]
    public void A_leader_that_sends_no_assignment_leaves_it_to_our_own_assignor()
    {
        var (leader, follower) = TwoJoined();
        var parts = new[] { GroupFixture.Answer(_g.Sync(leader)), GroupFixture.Answer(_g.Sync(follower)) }
            .Select(sync => Subscriptions.ReadAssignment(sync.Assignment).ToList()).ToList();
        Assert.All(parts, part => Assert.Equal(2, part.Count));
        Assert.Equal(4, parts.SelectMany(part => part).Distinct().Count());
    }

    [Fact]
    public void Our_own_assignor_does_not_assign_for_a_protocol_it_does_not_know()
    {
        var join = GroupFixture.Answer(_g.Join(version: 3, change: join => join.Protocols[0].Name = "cooperative-sticky"));
        var sync = GroupFixture.Answer(_g.Sync(join));
        Assert.Equal((ErrorCode.None, 0), (sync.ErrorCode, sync.Assignment.Length));
    }

    [Fact]
    public void Unknown_members_and_other_generations_and_protocols_are_refused()
    {
        var (leader, _) = TwoJoined();
        Assert.Equal(ErrorCode.UnknownMemberId, Error(_g.Sync(leader, change: sync => sync.MemberId = "m")));
        Assert.Equal(ErrorCode.IllegalGeneration, Error(_g.Sync(leader, change: sync => sync.GenerationId++)));
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, Error(_g.Sync(leader, change: sync => sync.ProtocolType = "connect")));
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, Error(_g.Sync(leader, change: sync => sync.ProtocolName = "other")));
        Assert.Equal(ErrorCode.InvalidGroupId, Error(_g.Sync(leader, change: sync => sync.GroupId = "")));
        Assert.Equal(ErrorCode.UnknownMemberId, Error(new GroupFixture().Sync(leader)));
    }

    [Fact]
    public void A_sync_that_the_same_member_repeats_answers_the_first_one()
    {
        var (_, follower) = TwoJoined();
        var first = _g.Sync(follower);
        var second = _g.Sync(follower);
        Assert.Equal(ErrorCode.RebalanceInProgress, Error(first));
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public void A_leaders_second_assignment_does_not_change_what_is_being_stored()
    {
        var (leader, _) = TwoJoined();
        _g.Faults.MaxDelay = TimeSpan.FromSeconds(1);
        _g.Sync(leader, assignment: [(leader.MemberId, [1])]);
        var second = _g.Sync(leader, assignment: [(leader.MemberId, [2])]);
        _g.World.RunUntil(() => second.IsCompleted, TimeSpan.FromSeconds(5));
        Assert.Equal([1], GroupFixture.Answer(second).Assignment.ToArray());
    }

    [Fact]
    public void Members_that_never_ask_for_their_assignment_are_out_after_the_rebalance_timeout()
    {
        var (leader, follower) = TwoJoined();
        _g.Sync(leader, assignment: [(leader.MemberId, [1])]);
        for (var passed = 0; passed < GroupFixture.RebalanceMs; passed += 5_000)
        {
            _g.Heartbeat(leader);
            _g.Heartbeat(follower);
            _g.Pass(5_000);
        }
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(leader));
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(follower));
    }

    private static ErrorCode Error(Task<Protocol.Messages.SyncGroupResponse> call) => GroupFixture.Answer(call).ErrorCode;

    private (Protocol.Messages.JoinGroupResponse Leader, Protocol.Messages.JoinGroupResponse Follower) TwoJoined()
    {
        var ids = new[] { GroupFixture.Answer(_g.Join()).MemberId, GroupFixture.Answer(_g.Join()).MemberId };
        var first = _g.Join(ids[0]);
        var second = _g.Join(ids[1]);
        if (first.IsCompleted && GroupFixture.Answer(first).GenerationId == 1 && !second.IsCompleted)
            first = _g.Join(ids[0]);
        var joins = new[] { GroupFixture.Answer(first), GroupFixture.Answer(second) };
        return joins[0].Leader == joins[0].MemberId ? (joins[0], joins[1]) : (joins[1], joins[0]);
    }
}
