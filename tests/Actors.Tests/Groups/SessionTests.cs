using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class SessionTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void A_member_without_heartbeats_expires_and_the_others_rebalance()
    {
        var members = _g.Stable(2);
        _g.Pass(GroupFixture.SessionMs - 1);
        Assert.Equal(ErrorCode.None, _g.Heartbeat(members[0]));
        _g.Pass(1);
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(members[0]));
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(members[1]));
    }

    [Fact]
    public void A_group_whose_last_member_expires_is_empty_and_begins_another_generation()
    {
        var members = _g.Stable(1);
        _g.Pass(GroupFixture.SessionMs);
        Assert.Equal(("Empty", 0), (_g.Describe().GroupState, _g.Describe().Members.Count));
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(members[0]));
        Assert.Equal(members[0].GenerationId + 2, GroupFixture.Answer(_g.JoinNew()).GenerationId);
    }

    [Fact]
    public void Heartbeats_are_checked_against_member_and_generation()
    {
        var members = _g.Stable(1);
        Assert.Equal(ErrorCode.IllegalGeneration, _g.Heartbeat(members[0], generation: members[0].GenerationId - 1));
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Heartbeat(new() { MemberId = "m", GenerationId = members[0].GenerationId }));
        Assert.Equal(ErrorCode.UnknownMemberId, new GroupFixture().Heartbeat(members[0]));
        Assert.Equal(ErrorCode.InvalidGroupId, _g.Call(group => group.HeartbeatAsync(new() { GroupId = "" }, default)).ErrorCode);
    }

    [Fact]
    public void A_member_may_send_heartbeats_before_it_has_its_assignment()
    {
        var join = GroupFixture.Answer(_g.JoinNew());
        Assert.Equal(ErrorCode.None, _g.Heartbeat(join));
    }

    [Fact]
    public void A_commit_counts_as_a_heartbeat()
    {
        var members = _g.Stable(1);
        for (var i = 0; i < 5; i++)
        {
            _g.Pass(GroupFixture.SessionMs - 1);
            Assert.Equal(ErrorCode.None, _g.Commit(i, members[0]));
        }
        Assert.Equal(ErrorCode.None, _g.Heartbeat(members[0]));
    }
}
