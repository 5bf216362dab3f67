using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Standalone.Tests.Wire;

namespace KafkaGateway.Standalone.Tests.Groups;

public sealed class OffsetsTests : NodeTest
{
    [Fact]
    public async Task Partitions_that_do_not_exist_are_refused_beside_those_that_do_under_one_topic()
    {
        await Client.CreateTopicAsync("t");
        var response = await CommitAsync(9, ("t", Guid.Empty, [0, 7]), ("missing", Guid.Empty, [0]));
        Assert.Equal(["missing", "t"], response.Topics.Select(topic => topic.Name).Order());
        Assert.Equal(
            [(0, ErrorCode.None), (7, ErrorCode.UnknownTopicOrPartition)],
            response.Topics.Single(topic => topic.Name == "t").Partitions.Select(p => (p.PartitionIndex, p.ErrorCode)).Order());
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Topics.Single(topic => topic.Name == "missing").Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task Version_10_names_topics_by_id_both_ways()
    {
        var id = await Client.CreateTopicAsync("t");
        var unknown = Guid.NewGuid();
        var committed = await CommitAsync(10, ("", id, [0]), ("", unknown, [0]));
        Assert.Equal(
            [(id, ErrorCode.None), (unknown, ErrorCode.UnknownTopicId)],
            committed.Topics.Select(topic => (topic.TopicId, topic.Partitions[0].ErrorCode)).OrderBy(topic => topic.TopicId == unknown));
        var fetched = await Client.CallAsync<OffsetFetchResponse>(
            new OffsetFetchRequest
            {
                Groups = [new() { GroupId = "g", Topics = [new() { TopicId = id, PartitionIndexes = [0] }, new() { TopicId = unknown, PartitionIndexes = [0] }] }],
            },
            10);
        Assert.Equal(
            [(id, ErrorCode.None, 5), (unknown, ErrorCode.UnknownTopicId, -1)],
            fetched.Groups[0].Topics.Select(t => (t.TopicId, t.Partitions[0].ErrorCode, t.Partitions[0].CommittedOffset)));
        var all = await Client.CallAsync<OffsetFetchResponse>(new OffsetFetchRequest { Groups = [new() { GroupId = "g", Topics = null }] }, 10);
        Assert.Equal([id], all.Groups[0].Topics.Select(topic => topic.TopicId));
    }

    [Fact]
    public async Task Many_groups_are_asked_for_at_once_and_all_offsets_with_null()
    {
        await Client.CreateTopicAsync("t", partitions: 3);
        await CommitAsync(9, ("t", Guid.Empty, [0, 2]));
        var response = await Client.CallAsync<OffsetFetchResponse>(
            new OffsetFetchRequest
            {
                Groups =
                [
                    new() { GroupId = "g", Topics = null },
                    new() { GroupId = "g", Topics = [new() { Name = "t", PartitionIndexes = [1, 2] }] },
                    new() { GroupId = "nobody", Topics = null },
                ],
            },
            8);
        Assert.Equal([(0, 5), (2, 5)], Offsets(response.Groups[0]).Order());
        Assert.Equal([(1, -1), (2, 5)], Offsets(response.Groups[1]).Order());
        Assert.Equal((ErrorCode.None, 0), (response.Groups[2].ErrorCode, response.Groups[2].Topics.Count));
    }

    [Fact]
    public async Task Leader_epoch_and_metadata_come_back_with_the_offset()
    {
        await Client.CreateTopicAsync("t");
        await CommitAsync(9, ("t", Guid.Empty, [0]));
        var partition = (await Client.CallAsync<OffsetFetchResponse>(
            new OffsetFetchRequest { GroupId = "g", Topics = [new() { Name = "t", PartitionIndexes = [0] }] }, 7)).Topics[0].Partitions[0];
        Assert.Equal((5, 3, "note"), (partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.Metadata));
    }

    [Fact]
    public async Task Offsets_of_a_deleted_topic_are_forgotten()
    {
        await Client.CreateTopicAsync("t");
        await CommitAsync(9, ("t", Guid.Empty, [0]));
        await Client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 10_000 }, 5);
        var all = await Client.CallAsync<OffsetFetchResponse>(new OffsetFetchRequest { Groups = [new() { GroupId = "g", Topics = null }] }, 9);
        Assert.Empty(all.Groups[0].Topics);
    }

    [Fact]
    public async Task FindCoordinator_answers_one_key_or_many()
    {
        var single = await Client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { Key = "g" }, 0);
        Assert.Equal((ErrorCode.None, Kafka.BootstrapServers), (single.ErrorCode, $"{single.Host}:{single.Port}"));
        var many = await Client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { CoordinatorKeys = ["g", "h"] }, 4);
        Assert.Equal([("g", single.NodeId), ("h", single.NodeId)], many.Coordinators.Select(c => (c.Key, c.NodeId)));
        var unknown = await Client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { CoordinatorKeys = ["g"], KeyType = 9 }, 4);
        Assert.Equal(ErrorCode.InvalidRequest, unknown.Coordinators[0].ErrorCode);
    }

    private Task<OffsetCommitResponse> CommitAsync(short version, params (string Name, Guid Id, int[] Partitions)[] topics) =>
        Client.CallAsync<OffsetCommitResponse>(
            new OffsetCommitRequest
            {
                GroupId = "g",
                Topics = [.. topics.Select(topic => new OffsetCommitRequest.OffsetCommitRequestTopic
                {
                    Name = topic.Name,
                    TopicId = topic.Id,
                    Partitions = [.. topic.Partitions.Select(partition => new OffsetCommitRequest.OffsetCommitRequestPartition
                    {
                        PartitionIndex = partition, CommittedOffset = 5, CommittedLeaderEpoch = 3, CommittedMetadata = "note",
                    })],
                })],
            },
            version);

    private static IEnumerable<(int, long)> Offsets(OffsetFetchResponse.OffsetFetchResponseGroup group) =>
        group.Topics.SelectMany(topic => topic.Partitions).Select(partition => (partition.PartitionIndex, partition.CommittedOffset));
}
