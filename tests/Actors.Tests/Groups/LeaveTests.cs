using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class LeaveTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void When_a_member_leaves_the_others_rebalance_at_once()
    {
        var members = _g.Stable(2);
        Assert.Equal(ErrorCode.None, _g.Leave((members[1].MemberId, null)).Members[0].ErrorCode);
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(members[0]));
        Assert.Single(GroupFixture.Answer(_g.Join(members[0].MemberId)).Members);
    }

    [Fact]
    public void Several_members_leave_in_one_call_and_each_gets_its_own_answer()
    {
        var members = _g.Stable(2);
        var response = _g.Leave((members[0].MemberId, null), ("m", null), (members[1].MemberId, null));
        Assert.Equal([ErrorCode.None, ErrorCode.UnknownMemberId, ErrorCode.None], response.Members.Select(member => member.ErrorCode));
        Assert.Equal("Empty", _g.Describe().GroupState);
    }

    [Fact]
    public void That_the_last_member_has_left_is_stored_when_it_is_answered()
    {
        var members = _g.Stable(1);
        _g.Leave((members[0].MemberId, null));
        _g.Restart();
        Assert.Equal("Empty", _g.Describe().GroupState);
    }

    [Fact]
    public void A_rebalance_that_waited_for_a_member_is_complete_when_that_member_leaves()
    {
        var members = _g.Stable(2);
        var join = _g.Join(members[0].MemberId);
        _g.Leave((members[1].MemberId, null));
        Assert.Single(GroupFixture.Answer(join).Members);
    }

    [Fact]
    public void A_join_that_waits_ends_when_its_member_leaves()
    {
        var members = _g.Stable(2);
        var join = _g.Join(members[0].MemberId);
        _g.Leave((members[0].MemberId, null));
        Assert.Equal(ErrorCode.UnknownMemberId, GroupFixture.Answer(join).ErrorCode);
    }

    [Fact]
    public void A_promised_member_id_can_be_given_back()
    {
        var promised = GroupFixture.Answer(_g.Join()).MemberId;
        Assert.Equal(ErrorCode.None, _g.Leave((promised, null)).Members[0].ErrorCode);
        Assert.Equal(ErrorCode.UnknownMemberId, GroupFixture.Answer(_g.Join(promised)).ErrorCode);
    }

    [Fact]
    public void Nobody_can_leave_a_group_that_does_not_exist() =>
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Leave(("m", null)).Members[0].ErrorCode);
}
