using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Groups;

public sealed class OffsetsTests : KafkaTest
{
    [Fact]
    public async Task Partitions_that_do_not_exist_are_refused_beside_those_that_do_under_one_topic()
    {
        await Client.CreateTopicAsync(Topic);
        var response = await CommitAsync(9, (Topic, Guid.Empty, [0, 7]), (Name("missing"), Guid.Empty, [0]));
        Assert.Equal([Name("missing"), Topic], response.Topics.Select(topic => topic.Name).Order());
        Assert.Equal(
            [(0, ErrorCode.None), (7, ErrorCode.UnknownTopicOrPartition)],
            response.Topics.Single(topic => topic.Name == Topic).Partitions.Select(p => (p.PartitionIndex, p.ErrorCode)).Order());
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Topics.Single(topic => topic.Name == Name("missing")).Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task Version_10_names_topics_by_id_both_ways()
    {
        var id = await Client.CreateTopicAsync(Topic);
        var unknown = Guid.NewGuid();
        var committed = await CommitAsync(10, ("", id, [0]), ("", unknown, [0]));
        Assert.Equal(
            [(id, ErrorCode.None), (unknown, ErrorCode.UnknownTopicId)],
            committed.Topics.Select(topic => (topic.TopicId, topic.Partitions[0].ErrorCode)).OrderBy(topic => topic.TopicId == unknown));
        var fetched = await Client.CallAsync<OffsetFetchResponse>(
            new OffsetFetchRequest
            {
                Groups = [new() { GroupId = Group, Topics = [new() { TopicId = id, PartitionIndexes = [0] }, new() { TopicId = unknown, PartitionIndexes = [0] }] }],
            },
            10);
        Assert.Equal(
            [(id, ErrorCode.None, 5), (unknown, ErrorCode.UnknownTopicId, -1)],
            fetched.Groups[0].Topics.Select(t => (t.TopicId, t.Partitions[0].ErrorCode, t.Partitions[0].CommittedOffset)));
        var all = await Client.CallAsync<OffsetFetchResponse>(new OffsetFetchRequest { Groups = [new() { GroupId = Group, Topics = null }] }, 10);
        Assert.Equal([id], all.Groups[0].Topics.Select(topic => topic.TopicId));
    }

    [Fact]
    public async Task Many_groups_are_asked_for_at_once_and_all_offsets_with_null()
    {
        await Client.CreateTopicAsync(Topic, partitions: 3);
        await CommitAsync(9, (Topic, Guid.Empty, [0, 2]));
        var response = await Client.CallAsync<OffsetFetchResponse>(
            new OffsetFetchRequest
            {
                Groups =
                [
                    new() { GroupId = Group, Topics = null },
                    new() { GroupId = Group, Topics = [new() { Name = Topic, PartitionIndexes = [1, 2] }] },
                    new() { GroupId = Name("nobody"), Topics = null },
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
        await Client.CreateTopicAsync(Topic);
        await CommitAsync(9, (Topic, Guid.Empty, [0]));
        var partition = (await Client.CallAsync<OffsetFetchResponse>(
            new OffsetFetchRequest { GroupId = Group, Topics = [new() { Name = Topic, PartitionIndexes = [0] }] }, 7)).Topics[0].Partitions[0];
        Assert.Equal((5, 3, "note"), (partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.Metadata));
    }

    [Fact]
    public async Task Offsets_of_a_deleted_topic_are_forgotten()
    {
        await Client.CreateTopicAsync(Topic);
        await CommitAsync(9, (Topic, Guid.Empty, [0]));
        await Client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = [Topic], TimeoutMs = 10_000 }, 5);
        var all = await Client.CallAsync<OffsetFetchResponse>(new OffsetFetchRequest { Groups = [new() { GroupId = Group, Topics = null }] }, 9);
        Assert.Empty(all.Groups[0].Topics);
    }

    [Fact]
    public async Task FindCoordinator_answers_one_key_or_many()
    {
        var nodes = Kafka.NodeIds.Zip(Kafka.Addresses).ToList();
        var single = await Client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { Key = Group }, 0);
        Assert.Equal(ErrorCode.None, single.ErrorCode);
        Assert.Contains((single.NodeId, $"{single.Host}:{single.Port}"), nodes);
        var many = await Client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { CoordinatorKeys = [Group, Name("h")] }, 4);
        Assert.Equal([Group, Name("h")], many.Coordinators.Select(coordinator => coordinator.Key));
        Assert.All(many.Coordinators, found => Assert.Contains((found.NodeId, $"{found.Host}:{found.Port}"), nodes));
        Assert.Equal(single.NodeId, many.Coordinators[0].NodeId);
        var unknown = await Client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { CoordinatorKeys = [Group], KeyType = 9 }, 4);
        Assert.Equal(ErrorCode.InvalidRequest, unknown.Coordinators[0].ErrorCode);
    }

    private Task<OffsetCommitResponse> CommitAsync(short version, params (string Name, Guid Id, int[] Partitions)[] topics) =>
        Client.CallAsync<OffsetCommitResponse>(
            new OffsetCommitRequest
            {
                GroupId = Group,
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
