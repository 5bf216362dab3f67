using KafkaGateway.Actors.Groups;
using KafkaGateway.Actors.Tests.Groups;

namespace KafkaGateway.Actors.Tests.Offsets;

public sealed class OffsetExpiryTests
{
    private const int RetentionMs = 100_000;
    private const int CheckMs = 1_000;

    private readonly GroupFixture _g = new(new()
    {
        InitialRebalanceDelayMs = 0, OffsetsRetentionMs = RetentionMs, OffsetsRetentionCheckIntervalMs = CheckMs,
    });

    [Fact]
    public void A_simple_groups_offset_expires_its_retention_after_the_commit_and_then_the_group_goes()
    {
        _g.Commit(1);
        _g.Pass(RetentionMs / 2);
        _g.Commit(2, partition: 1);
        _g.Pass(RetentionMs / 2);
        Assert.Equal((-1, 2), (_g.Fetch(0).CommittedOffset, _g.Fetch(1).CommittedOffset));
        _g.Pass(RetentionMs / 2);
        Assert.Equal("Dead", _g.Describe().GroupState);
    }

    [Fact]
    public void A_consumer_groups_offsets_expire_after_it_became_empty_also_across_a_restart()
    {
        var members = _g.Stable(1);
        _g.Commit(1, members[0]);
        KeepAlive(members[0], RetentionMs);
        _g.Leave((members[0].MemberId, null));
        _g.Pass(RetentionMs / 2);
        _g.Restart();
        Assert.Equal(1, _g.Fetch().CommittedOffset);
        _g.Pass(RetentionMs / 2 - CheckMs);
        Assert.Equal(1, _g.Fetch().CommittedOffset);
        _g.Pass(2 * CheckMs);
        Assert.Equal(-1, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void A_stable_group_keeps_what_it_subscribes_to_and_loses_what_it_no_longer_does()
    {
        var members = _g.Stable(1);
        _g.Commit(1, members[0]);
        _g.Commit(1, members[0], topic: "u");
        KeepAlive(members[0], RetentionMs + CheckMs);
        Assert.Equal((1, -1), (_g.Fetch().CommittedOffset, _g.Fetch(topic: "u").CommittedOffset));
    }

    [Fact]
    public void A_retention_time_of_the_commits_own_comes_before_the_setting()
    {
        _g.Commit(1, version: 4, change: request => request.RetentionTimeMs = 5_000);
        _g.Commit(2, partition: 1);
        _g.Pass(5_000 + CheckMs);
        Assert.Equal((-1, 2), (_g.Fetch(0).CommittedOffset, _g.Fetch(1).CommittedOffset));
    }

    [Fact]
    public void A_version_1_commit_timestamp_is_where_retention_begins()
    {
        var old = _g.World.Time.Now.ToUnixTimeMilliseconds() - RetentionMs + 5_000;
        _g.Commit(1, version: 1, change: request => request.Topics[0].Partitions[0].CommitTimestamp = old);
        Assert.Equal(1, _g.Fetch().CommittedOffset);
        _g.Pass(5_000 + CheckMs);
        Assert.Equal(-1, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void An_empty_group_without_offsets_goes_at_the_next_check()
    {
        var members = _g.Stable(1);
        _g.Leave((members[0].MemberId, null));
        _g.Pass(CheckMs);
        Assert.Equal("Dead", _g.Describe().GroupState);
    }

    [Fact]
    public void A_group_with_members_is_never_dropped()
    {
        var members = _g.Stable(1);
        KeepAlive(members[0], RetentionMs);
        Assert.Equal("Stable", _g.Describe().GroupState);
    }

    private void KeepAlive(Protocol.Messages.JoinGroupResponse member, int ms)
    {
        for (var passed = 0; passed < ms; passed += 5_000)
        {
            _g.Pass(5_000);
            _g.Heartbeat(member);
        }
    }
}
