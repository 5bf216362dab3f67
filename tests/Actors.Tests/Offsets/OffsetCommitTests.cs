using KafkaGateway.Actors.Groups;
using KafkaGateway.Actors.Tests.Groups;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Tests.Offsets;

public sealed class OffsetCommitTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void What_a_member_commits_is_fetched_again_with_metadata_and_leader_epoch_also_after_a_restart()
    {
        var members = _g.Stable(1);
        Assert.Equal(ErrorCode.None, _g.Commit(42, members[0], metadata: "meta", epoch: 7));
        for (var i = 0; i < 2; i++, _g.Restart())
        {
            var fetched = _g.Fetch();
            Assert.Equal((42, 7, "meta"), (fetched.CommittedOffset, fetched.CommittedLeaderEpoch, fetched.Metadata));
        }
    }

    [Fact]
    public void A_simple_consumer_commits_without_joining_and_that_makes_an_empty_group()
    {
        Assert.Equal(ErrorCode.None, _g.Commit(5));
        var described = _g.Describe();
        Assert.Equal(("Empty", ""), (described.GroupState, described.ProtocolType));
        Assert.Equal((5, ""), (_g.Fetch().CommittedOffset, _g.Fetch().Metadata));
    }

    [Theory]
    [InlineData(9, ErrorCode.GroupIdNotFound)]
    [InlineData(8, ErrorCode.IllegalGeneration)]
    public void A_member_of_a_group_that_does_not_exist_cannot_commit(short version, ErrorCode error) =>
        Assert.Equal(error, _g.Commit(5, new JoinGroupResponse { MemberId = "m", GenerationId = 1 }, version: version));

    [Fact]
    public void Commits_are_checked_against_member_and_generation()
    {
        var members = _g.Stable(1);
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Commit(1));
        Assert.Equal(ErrorCode.UnknownMemberId, _g.Commit(1, new JoinGroupResponse { MemberId = "m", GenerationId = members[0].GenerationId }));
        Assert.Equal(ErrorCode.IllegalGeneration, _g.Commit(1, members[0], generation: members[0].GenerationId - 1));
        Assert.Equal(ErrorCode.IllegalGeneration, _g.Commit(1, members[0], generation: -1));
        Assert.Equal(-1, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void Members_may_commit_while_a_rebalance_is_prepared_but_not_before_they_know_their_partitions()
    {
        var members = _g.Stable(2);
        _g.Join(members[0].MemberId);
        Assert.Equal(ErrorCode.None, _g.Commit(1, members[1]));
        var join = GroupFixture.Answer(_g.Join(members[1].MemberId));
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Commit(2, join));
    }

    [Fact]
    public void Metadata_that_is_too_large_is_refused_for_its_partition_only()
    {
        var response = GroupFixture.Answer(_g.BeginCommit(1, change: request => request.Topics[0].Partitions.Add(
            new() { PartitionIndex = 1, CommittedOffset = 2, CommittedMetadata = new('x', 4097) })));
        Assert.Equal([ErrorCode.None, ErrorCode.OffsetMetadataTooLarge], response.Topics[0].Partitions.Select(partition => partition.ErrorCode));
        Assert.Equal((1, -1), (_g.Fetch(0).CommittedOffset, _g.Fetch(1).CommittedOffset));
        Assert.Equal(ErrorCode.None, _g.Commit(3, metadata: new('x', 4096)));
    }

    [Fact]
    public void With_the_option_on_a_member_may_commit_only_what_it_was_assigned()
    {
        _g.Settings = new() { InitialRebalanceDelayMs = 0, CheckAssignmentOnCommit = true };
        _g.Restart();
        var members = _g.Stable(2);
        Assert.Equal(ErrorCode.None, _g.Commit(1, members[0], partition: 0));
        Assert.Equal(ErrorCode.IllegalGeneration, _g.Commit(1, members[0], partition: 1));
    }

    [Fact]
    public void A_commit_is_neither_answered_nor_visible_before_it_is_durable()
    {
        _g.Commit(1);
        _g.Faults.MaxDelay = TimeSpan.FromSeconds(1);
        var commit = _g.BeginCommit(2);
        var fetch = _g.Begin(group => group.FetchOffsetsAsync(new() { GroupId = "g", Topics = null }, requireStable: false, default));
        Assert.False(commit.IsCompleted);
        _g.World.RunUntil(() => commit.IsCompleted && fetch.IsCompleted, TimeSpan.FromSeconds(5));
        _g.Faults.MaxDelay = TimeSpan.Zero;
        Assert.Equal(2, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void Commits_that_come_during_a_write_share_the_next_one_and_keep_their_order()
    {
        _g.Commit(1);
        var writes = _g.OffsetStore.Writes;
        _g.Faults.MaxDelay = TimeSpan.FromSeconds(1);
        var commits = Enumerable.Range(2, 20).Select(offset => _g.BeginCommit(offset)).ToList();
        _g.World.RunUntil(() => commits.TrueForAll(commit => commit.IsCompleted), TimeSpan.FromSeconds(10));
        _g.Faults.MaxDelay = TimeSpan.Zero;
        Assert.Equal(writes + 2, _g.OffsetStore.Writes);
        Assert.Equal(21, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void A_commit_that_could_not_be_stored_is_not_acknowledged_and_the_next_one_works()
    {
        _g.Commit(1);
        _g.Faults.Failure = 1;
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, _g.Commit(2));
        _g.Faults.Failure = 0;
        Assert.Equal(ErrorCode.None, _g.Commit(3));
        Assert.Equal(3, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void Fetching_all_lists_every_committed_partition_and_fetching_some_answers_minus_one_for_the_rest()
    {
        Assert.Empty(_g.FetchAll().Topics);
        Assert.Equal((-1, -1, ""), (_g.Fetch().CommittedOffset, _g.Fetch().CommittedLeaderEpoch, _g.Fetch().Metadata));
        _g.Commit(1, partition: 1);
        _g.Commit(2, topic: "u");
        Assert.Equal(
            [("t", 1, 1L), ("u", 0, 2L)],
            _g.FetchAll().Topics.SelectMany(topic => topic.Partitions.Select(partition =>
                (topic.Name, partition.PartitionIndex, partition.CommittedOffset))));
        Assert.Equal(-1, _g.Fetch(0).CommittedOffset);
    }

    [Fact]
    public void Offsets_of_a_subscribed_topic_cannot_be_deleted_others_can()
    {
        Assert.Equal(ErrorCode.GroupIdNotFound, Delete("t").ErrorCode);
        var members = _g.Stable(1);
        _g.Commit(1, members[0]);
        _g.Commit(1, members[0], topic: "u");
        Assert.Equal(ErrorCode.GroupSubscribedToTopic, Delete("t").Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(ErrorCode.None, Delete("u").Topics[0].Partitions[0].ErrorCode);
        Assert.Equal((1, -1), (_g.Fetch().CommittedOffset, _g.Fetch(topic: "u").CommittedOffset));
        _g.Leave((members[0].MemberId, null));
        Delete("t");
        Assert.Equal(-1, _g.Fetch().CommittedOffset);
    }

    [Fact]
    public void Offsets_of_a_group_of_another_type_cannot_be_deleted_while_it_has_members()
    {
        GroupFixture.Answer(_g.Join(version: 3, change: join => join.ProtocolType = "connect"));
        Assert.Equal(ErrorCode.NonEmptyGroup, Delete("t").ErrorCode);
    }

    [Fact]
    public void The_offsets_of_a_deleted_topic_are_forgotten_those_on_their_way_too()
    {
        _g.Commit(1);
        _g.Commit(1, topic: "u");
        _g.Faults.MaxDelay = TimeSpan.FromSeconds(1);
        var commit = _g.BeginCommit(2, partition: 3);
        var forgotten = _g.Begin(async group =>
        {
            await group.ForgetTopicAsync("t", default);
            return true;
        });
        _g.World.RunUntil(() => commit.IsCompleted && forgotten.IsCompleted, TimeSpan.FromSeconds(10));
        _g.Faults.MaxDelay = TimeSpan.Zero;
        Assert.Equal(["u"], _g.FetchAll().Topics.Select(topic => topic.Name));
    }

    private OffsetDeleteResponse Delete(string topic) => _g.Call(group => group.DeleteOffsetsAsync(
        new() { GroupId = "g", Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = 0 }] }] }, default));
}
