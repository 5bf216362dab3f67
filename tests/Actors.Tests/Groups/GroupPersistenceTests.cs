using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class GroupPersistenceTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void A_completed_rebalance_costs_one_write()
    {
        var members = _g.Stable(2);
        var writes = _g.States.Writes;
        var joins = members.Select(member => _g.Join(member.MemberId)).ToList();
        _g.SyncAll([.. joins.Select(GroupFixture.Answer)]);
        Assert.Equal(writes + 1, _g.States.Writes);
    }

    [Fact]
    public void Heartbeats_and_commits_do_not_write_the_groups_state()
    {
        var members = _g.Stable(1);
        var writes = _g.States.Writes;
        _g.Heartbeat(members[0]);
        _g.Commit(1, members[0]);
        Assert.Equal(writes, _g.States.Writes);
    }

    [Fact]
    public void After_a_restart_members_go_on_without_a_rebalance()
    {
        var members = _g.Stable(2);
        var before = _g.Describe();
        _g.Restart();
        Assert.All(members, member => Assert.Equal(ErrorCode.None, _g.Heartbeat(member)));
        Assert.Equal(ErrorCode.None, _g.Commit(5, members[0]));
        Assert.Equal(
            before.Members.Select(member => (member.MemberId, Convert.ToHexString(member.MemberAssignment.Span))),
            _g.Describe().Members.Select(member => (member.MemberId, Convert.ToHexString(member.MemberAssignment.Span))));
    }

    [Fact]
    public void After_a_restart_sessions_begin_anew_and_can_expire()
    {
        var members = _g.Stable(1);
        _g.Pass(GroupFixture.SessionMs - 1);
        _g.Restart();
        Assert.Equal("Stable", _g.Describe().GroupState);
        _g.Pass(GroupFixture.SessionMs - 1);
        Assert.Equal("Stable", _g.Describe().GroupState);
        _g.Pass(1);
        Assert.Equal("Empty", _g.Describe().GroupState);
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(members[0]));
    }

    [Fact]
    public void A_generation_that_was_told_but_not_stored_is_never_begun_again()
    {
        var members = _g.Stable(1);
        var told = GroupFixture.Answer(_g.Join(members[0].MemberId)).GenerationId;
        _g.Restart();
        Assert.True(GroupFixture.Answer(_g.Join(members[0].MemberId)).GenerationId > told);
    }

    [Fact]
    public void A_group_that_has_become_larger_than_allowed_rebalances_when_it_is_loaded()
    {
        var members = _g.Stable(2);
        _g.Settings = _g.Settings with { MaxSize = 1 };
        _g.Restart();
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(members[0]));
    }

    [Fact]
    public void An_owner_that_finds_another_one_at_work_answers_not_coordinator()
    {
        var members = _g.Stable(1);
        var join = GroupFixture.Answer(_g.Join(members[0].MemberId));
        var other = _g.Open();
        _g.World.Run(() => other.DescribeAsync(default).AsTask());
        var sync = _g.Sync(join, assignment: [(join.MemberId, [1])]);
        Assert.Equal(ErrorCode.NotCoordinator, GroupFixture.Answer(sync).ErrorCode);
    }

    [Fact]
    public void A_former_owner_can_neither_commit_offsets_nor_read_old_ones()
    {
        _g.Commit(5);
        TakeOver();
        Assert.Equal(ErrorCode.NotCoordinator, _g.FetchAll().ErrorCode);
        // Asked again it becomes the owner again, from what is stored.
        Assert.Equal(ErrorCode.None, _g.Commit(6));
        TakeOver();
        Assert.Equal(ErrorCode.NotCoordinator, _g.Commit(7));
        Assert.Equal(6, _g.Fetch().CommittedOffset);

        void TakeOver()
        {
            var other = _g.Open();
            _g.World.Run(() => other.DescribeAsync(default).AsTask());
        }
    }

    [Fact]
    public void While_storage_fails_a_group_cannot_be_loaded_and_afterwards_it_can()
    {
        var members = _g.Stable(1);
        _g.Restart();
        _g.Faults.Failure = 1;
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, _g.Heartbeat(members[0]));
        _g.Faults.Failure = 0;
        Assert.Equal(ErrorCode.None, _g.Heartbeat(members[0]));
    }

    [Fact]
    public void A_host_that_takes_the_actor_away_lets_waiting_members_look_for_the_coordinator_again()
    {
        var members = _g.Stable(2);
        var join = _g.Join(members[0].MemberId);
        _g.Group.Dispose();
        _g.Pass(0);
        Assert.Equal(ErrorCode.NotCoordinator, GroupFixture.Answer(join).ErrorCode);
    }
}
