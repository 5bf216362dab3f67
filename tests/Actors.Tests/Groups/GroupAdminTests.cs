using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class GroupAdminTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void A_stable_group_is_described_with_protocol_members_subscriptions_and_assignments()
    {
        var members = _g.Stable(2);
        var described = _g.Describe();
        Assert.Equal(("g", "Stable", "consumer", "range"),
            (described.GroupId, described.GroupState, described.ProtocolType, described.ProtocolData));
        Assert.Equal(members.Select(member => member.MemberId).Order(), described.Members.Select(member => member.MemberId).Order());
        Assert.All(described.Members, member =>
        {
            Assert.Equal(("c", "/127.0.0.1"), (member.ClientId, member.ClientHost));
            Assert.False(member.MemberMetadata.IsEmpty);
            Assert.False(member.MemberAssignment.IsEmpty);
        });
    }

    [Fact]
    public void Before_a_group_is_stable_no_protocol_is_shown()
    {
        GroupFixture.Answer(_g.JoinNew());
        var described = _g.Describe();
        Assert.Equal(("CompletingRebalance", ""), (described.GroupState, described.ProtocolData));
        Assert.All(described.Members, member => Assert.True(member.MemberMetadata.IsEmpty));
    }

    [Fact]
    public void A_group_that_does_not_exist_is_described_as_dead_and_asking_does_not_make_it()
    {
        var described = _g.Describe();
        Assert.Equal(("Dead", ErrorCode.GroupIdNotFound), (described.GroupState, described.ErrorCode));
        Assert.Equal(0, _g.States.Writes);
        Assert.True(_g.Group.HoldsNothing);
    }

    [Fact]
    public void Only_an_empty_group_can_be_deleted_and_its_offsets_go_with_it()
    {
        Assert.Equal(ErrorCode.GroupIdNotFound, Delete());
        var members = _g.Stable(1);
        _g.Commit(5, members[0]);
        Assert.Equal(ErrorCode.NonEmptyGroup, Delete());
        _g.Leave((members[0].MemberId, null));
        Assert.Equal(ErrorCode.None, Delete());
        Assert.Equal(ErrorCode.GroupIdNotFound, Delete());
        Assert.Equal(-1, _g.Fetch().CommittedOffset);
        _g.Restart();
        Assert.Equal("Dead", _g.Describe().GroupState);
        Assert.Equal(-1, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void A_deleted_group_can_be_used_again()
    {
        _g.Commit(5);
        Delete();
        Assert.Equal(ErrorCode.None, _g.Commit(6));
        Assert.Equal(6, _g.Fetch().CommittedOffset);
        _g.Stable(1);
    }

    [Fact]
    public void Commits_on_their_way_do_not_survive_the_deletion()
    {
        _g.Commit(5);
        _g.Faults.MaxDelay = TimeSpan.FromSeconds(1);
        var commit = _g.BeginCommit(6);
        var deletion = _g.Begin(group => group.DeleteAsync(default));
        _g.World.RunUntil(() => commit.IsCompleted && deletion.IsCompleted, TimeSpan.FromMinutes(1));
        _g.Faults.MaxDelay = TimeSpan.Zero;
        Assert.Equal(ErrorCode.None, GroupFixture.Answer(deletion).ErrorCode);
        Assert.Equal(-1, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void All_groups_with_a_member_or_an_offset_are_listed_whether_awake_or_not()
    {
        _g.Stable(1);
        var awake = List(groupId => groupId == "g" ? _g.Group : null);
        Assert.Equal(("g", "Stable", "consumer", "classic"), awake);
        Assert.Equal(awake, List(_ => null));
    }

    [Fact]
    public void Members_that_died_with_the_process_expire_once_all_groups_are_woken()
    {
        _g.Stable(2);
        _g.Restart();
        _g.Call(async _ =>
        {
            await new GroupDirectory(_g.States, _g.OffsetStore, _ => null).WakeAllAsync(_ => _g.Group, default);
            return true;
        });
        _g.Pass(GroupFixture.SessionMs + 1);
        Assert.Equal("Empty", _g.Describe().GroupState);
    }

    private ErrorCode Delete() => _g.Call(group => group.DeleteAsync(default)).ErrorCode;

    private (string, string, string, string) List(Func<string, IConsumerGroup?> findAwake)
    {
        var listed = Assert.Single(_g.Call(_ => new GroupDirectory(_g.States, _g.OffsetStore, findAwake).ListAsync(default)));
        return (listed.GroupId, listed.GroupState, listed.ProtocolType, listed.GroupType);
    }
}
