using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Groups;

public sealed class RebalanceTests
{
    [Fact]
    public void The_first_member_of_an_empty_group_waits_the_initial_delay()
    {
        var g = new GroupFixture(new() { InitialRebalanceDelayMs = 3_000 });
        var join = g.JoinNew();
        g.Pass(2_999);
        Assert.False(join.IsCompleted);
        g.Pass(1);
        Assert.Equal(1, GroupFixture.Answer(join).GenerationId);
    }

    [Fact]
    public void The_initial_delay_is_prolonged_while_members_come_but_not_beyond_the_rebalance_timeout()
    {
        var g = new GroupFixture(new() { InitialRebalanceDelayMs = 3_000 });
        var first = g.JoinNew();
        for (var passed = 0; passed < GroupFixture.RebalanceMs - 2_000; passed += 2_000)
        {
            g.Pass(2_000);
            g.Join(version: 3);
            Assert.False(first.IsCompleted, $"complete after {passed} ms");
        }
        g.Pass(3_000);
        Assert.Equal(10, GroupFixture.Answer(first).Members.Count);
    }

    [Fact]
    public void A_rebalance_is_complete_as_soon_as_all_members_have_joined()
    {
        var g = new GroupFixture();
        var members = g.Stable(2);
        var joins = members.Select(member => g.Join(member.MemberId)).ToList();
        Assert.All(joins, join => Assert.Equal(members[0].GenerationId + 1, GroupFixture.Answer(join).GenerationId));
    }

    [Fact]
    public void Heartbeats_tell_the_others_to_join_again()
    {
        var g = new GroupFixture();
        var members = g.Stable(2);
        g.JoinNew();
        Assert.Equal(ErrorCode.RebalanceInProgress, g.Heartbeat(members[0]));
    }

    [Fact]
    public void Members_that_do_not_join_within_the_rebalance_timeout_are_out()
    {
        var g = new GroupFixture();
        var members = g.Stable(2);
        var join = g.Join(members[0].MemberId);
        for (var passed = 0; passed < GroupFixture.RebalanceMs; passed += 5_000)
        {
            // Alive, but it does not join.
            Assert.Equal(ErrorCode.RebalanceInProgress, g.Heartbeat(members[1]));
            g.Pass(5_000);
        }
        Assert.Single(GroupFixture.Answer(join).Members);
        Assert.Equal(ErrorCode.UnknownMemberId, g.Heartbeat(members[1]));
    }

    [Fact]
    public void A_leader_that_does_not_join_in_time_is_followed_by_one_who_did()
    {
        var g = new GroupFixture();
        var members = g.Stable(2);
        var join = g.Join(members[1].MemberId, topic: "u");
        g.Pass(GroupFixture.RebalanceMs);
        Assert.Equal(members[1].MemberId, GroupFixture.Answer(join).Leader);
    }

    [Fact]
    public void A_member_that_joins_does_not_expire_while_it_waits()
    {
        var g = new GroupFixture();
        var members = g.Stable(2);
        var join = g.Join(members[0].MemberId, change: join => join.RebalanceTimeoutMs = 60_000);
        for (var passed = 0; passed < 50_000; passed += 5_000)
        {
            g.Heartbeat(members[1]);
            g.Pass(5_000);
        }
        Assert.False(join.IsCompleted);
        g.Join(members[1].MemberId);
        Assert.Equal(2, GroupFixture.Answer(join).Members.Count);
    }

    [Fact]
    public void A_new_member_that_waits_longer_than_five_minutes_is_given_up()
    {
        var g = new GroupFixture();
        var members = g.Stable(1);
        var first = g.Join(members[0].MemberId, change: join => join.RebalanceTimeoutMs = 600_000);
        g.SyncAll([GroupFixture.Answer(first)]);
        var newcomer = g.JoinNew();
        for (var passed = 0; passed < 300_000; passed += 5_000)
        {
            g.Heartbeat(GroupFixture.Answer(first));
            g.Pass(5_000);
        }
        Assert.Equal(ErrorCode.UnknownMemberId, GroupFixture.Answer(newcomer).ErrorCode);
    }

    [Fact]
    public void A_member_that_comes_while_the_assignment_is_awaited_starts_over()
    {
        var g = new GroupFixture();
        var first = GroupFixture.Answer(g.JoinNew());
        g.JoinNew();
        Assert.Equal(ErrorCode.RebalanceInProgress, g.Heartbeat(first));
        Assert.Equal(ErrorCode.RebalanceInProgress, GroupFixture.Answer(g.Sync(first)).ErrorCode);
    }
}
