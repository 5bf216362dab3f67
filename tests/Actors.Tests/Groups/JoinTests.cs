using KafkaGateway.Actors.Groups;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class JoinTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void An_empty_group_id_is_refused() =>
        Assert.Equal(ErrorCode.InvalidGroupId, GroupFixture.Answer(_g.Join(change: join => join.GroupId = "")).ErrorCode);

    [Theory]
    [InlineData(5_999)]
    [InlineData(1_800_001)]
    public void A_session_timeout_beyond_the_limits_is_refused(int timeout) => Assert.Equal(
        ErrorCode.InvalidSessionTimeout, GroupFixture.Answer(_g.Join(change: join => join.SessionTimeoutMs = timeout)).ErrorCode);

    [Fact]
    public void A_member_id_that_was_never_given_out_is_unknown_in_a_new_group_and_in_an_old_one()
    {
        Assert.Equal(ErrorCode.UnknownMemberId, GroupFixture.Answer(_g.Join("m")).ErrorCode);
        _g.Stable(1);
        Assert.Equal(ErrorCode.UnknownMemberId, GroupFixture.Answer(_g.Join("m")).ErrorCode);
    }

    [Fact]
    public void From_version_4_on_a_new_member_gets_its_id_first_and_must_come_back_with_it()
    {
        var first = GroupFixture.Answer(_g.Join(version: 4, clientId: "client"));
        Assert.Equal(ErrorCode.MemberIdRequired, first.ErrorCode);
        Assert.Matches("^client-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", first.MemberId);
        var second = GroupFixture.Answer(_g.Join(first.MemberId, version: 4));
        Assert.Equal((ErrorCode.None, first.MemberId, 1), (second.ErrorCode, second.MemberId, second.GenerationId));
    }

    [Fact]
    public void Before_version_4_a_new_member_is_in_at_once() =>
        Assert.Equal(ErrorCode.None, GroupFixture.Answer(_g.Join(version: 3)).ErrorCode);

    [Fact]
    public void A_promised_member_id_lapses_with_the_session_timeout()
    {
        var promised = GroupFixture.Answer(_g.Join()).MemberId;
        _g.Pass(GroupFixture.SessionMs + 1);
        Assert.Equal(ErrorCode.UnknownMemberId, GroupFixture.Answer(_g.Join(promised)).ErrorCode);
    }

    [Fact]
    public void A_rebalance_waits_for_a_promised_member_until_it_lapses()
    {
        var members = _g.Stable(1);
        GroupFixture.Answer(_g.Join());
        var rejoin = _g.Join(members[0].MemberId);
        Assert.False(rejoin.IsCompleted);
        _g.Pass(GroupFixture.SessionMs + 1);
        Assert.Equal(ErrorCode.None, GroupFixture.Answer(rejoin).ErrorCode);
    }

    [Fact]
    public void Only_the_leader_is_told_who_the_members_are()
    {
        var members = _g.Stable(2);
        Assert.Equal(members.Select(member => member.MemberId).Order(), members[0].Members.Select(member => member.MemberId).Order());
        Assert.Empty(members[1].Members);
        Assert.All(members, member => Assert.Equal(members[0].MemberId, member.Leader));
    }

    [Fact]
    public void Another_protocol_type_is_refused()
    {
        _g.Stable(1);
        Assert.Equal(
            ErrorCode.InconsistentGroupProtocol, GroupFixture.Answer(_g.Join(change: join => join.ProtocolType = "connect")).ErrorCode);
    }

    [Fact]
    public void A_member_without_a_protocol_that_all_others_know_is_refused()
    {
        _g.Stable(1);
        var join = _g.Join(change: join => join.Protocols = [new() { Name = "other" }]);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, GroupFixture.Answer(join).ErrorCode);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("consumer", 0)]
    public void The_first_member_must_bring_a_type_and_a_protocol(string type, int protocols)
    {
        var join = _g.Join(change: join => (join.ProtocolType, join.Protocols) = (type, join.Protocols[..protocols]));
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, GroupFixture.Answer(join).ErrorCode);
    }

    [Fact]
    public void The_protocol_that_most_members_prefer_among_the_common_ones_is_chosen()
    {
        _g.Settings = new() { InitialRebalanceDelayMs = 3_000 };
        _g.Restart();
        var joins = new[] { "a,b,x", "b,a", "c,b,a" }
            .Select(names => _g.Join(version: 3, change: join => join.Protocols = [.. names.Split(',').Select(name =>
                new Protocol.Messages.JoinGroupRequest.JoinGroupRequestProtocol { Name = name })]))
            .ToList();
        _g.Pass(6_000);
        Assert.All(joins, join => Assert.Equal("b", GroupFixture.Answer(join).ProtocolName));
    }

    [Fact]
    public void A_follower_that_joins_a_stable_group_again_unchanged_is_told_the_generation_that_there_is()
    {
        var members = _g.Stable(2);
        var again = GroupFixture.Answer(_g.Join(members[1].MemberId));
        Assert.Equal((ErrorCode.None, members[1].GenerationId), (again.ErrorCode, again.GenerationId));
        Assert.Equal("Stable", _g.Describe().GroupState);
    }

    [Fact]
    public void A_leader_that_joins_a_stable_group_again_starts_a_rebalance()
    {
        var members = _g.Stable(2);
        Assert.False(_g.Join(members[0].MemberId).IsCompleted);
        Assert.Equal("PreparingRebalance", _g.Describe().GroupState);
    }

    [Fact]
    public void A_follower_with_a_changed_subscription_starts_a_rebalance()
    {
        var members = _g.Stable(2);
        Assert.False(_g.Join(members[1].MemberId, topic: "u").IsCompleted);
        Assert.Equal("PreparingRebalance", _g.Describe().GroupState);
    }

    [Fact]
    public void A_member_that_missed_its_join_answer_gets_it_again_before_the_assignment()
    {
        var first = GroupFixture.Answer(_g.JoinNew());
        var again = GroupFixture.Answer(_g.Join(first.MemberId));
        Assert.Equal((first.GenerationId, first.Members.Count), (again.GenerationId, again.Members.Count));
    }

    [Fact]
    public void A_join_that_the_same_member_repeats_is_answered_too_so_that_its_connection_does_not_hang()
    {
        var members = _g.Stable(2);
        var first = _g.Join(members[0].MemberId);
        var second = _g.Join(members[0].MemberId);
        Assert.Equal(ErrorCode.RebalanceInProgress, GroupFixture.Answer(first).ErrorCode);
        Assert.False(second.IsCompleted);
        _g.Join(members[1].MemberId);
        Assert.Equal(members[0].GenerationId + 1, GroupFixture.Answer(second).GenerationId);
    }

    [Fact]
    public void A_full_group_takes_nobody_more()
    {
        _g.Settings = new() { InitialRebalanceDelayMs = 0, MaxSize = 2 };
        _g.Restart();
        _g.Stable(2);
        Assert.Equal(ErrorCode.GroupMaxSizeReached, GroupFixture.Answer(_g.Join()).ErrorCode);
    }

    [Fact]
    public void Member_ids_are_not_promised_without_end_and_all_of_them_lapse()
    {
        for (var i = 0; i < 10_000; i++)
            Assert.Equal(ErrorCode.MemberIdRequired, GroupFixture.Answer(_g.Join()).ErrorCode);
        Assert.Equal(ErrorCode.GroupMaxSizeReached, GroupFixture.Answer(_g.Join()).ErrorCode);
        _g.Pass(GroupFixture.SessionMs);
        Assert.Equal(ErrorCode.MemberIdRequired, GroupFixture.Answer(_g.Join()).ErrorCode);
    }

    [Fact]
    public void Version_0_joins_have_the_session_timeout_as_rebalance_timeout()
    {
        var old = GroupFixture.Answer(_g.Join(version: 0, change: join => join.RebalanceTimeoutMs = -1));
        _g.SyncAll([old]);
        var other = _g.JoinNew();
        _g.Pass(GroupFixture.SessionMs - 1);
        // The rebalance timeout of the newcomer, which is the longer one, holds for all.
        Assert.False(other.IsCompleted);
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(old));
        _g.Pass(GroupFixture.RebalanceMs);
        Assert.Equal(ErrorCode.None, GroupFixture.Answer(other).ErrorCode);
    }

    [Fact]
    public void Before_version_7_an_answer_never_has_a_null_protocol_name() =>
        Assert.Equal("", GroupFixture.Answer(_g.Join("m", version: 6)).ProtocolName);
}
