using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Admin;

public sealed class TopicAdminTests : KafkaTest
{
    [Fact]
    public async Task A_created_topic_is_seen_by_the_next_request()
    {
        var id = await Client.CreateTopicAsync(Name("a"), 2);

        var metadata = await Client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = Name("a") }] }, 12);
        Assert.Equal((id, 2), (metadata.Topics[0].TopicId, metadata.Topics[0].Partitions.Count));
    }

    [Fact]
    public async Task One_bad_topic_does_not_keep_the_others_from_being_created()
    {
        var response = await Client.CallAsync<CreateTopicsResponse>(
            new CreateTopicsRequest
            {
                Topics =
                [
                    New(Name("good")), New(Name("twice")), New(Name("twice")), New("b d"), New("__cluster_metadata"),
                    new() { Name = Name("many"), NumPartitions = 1, ReplicationFactor = 3 },
                ],
            },
            7);

        var errors = response.Topics.ToDictionary(topic => topic.Name, topic => topic.ErrorCode);
        Assert.Equal(
            new Dictionary<string, ErrorCode>
            {
                [Name("good")] = ErrorCode.None,
                [Name("twice")] = ErrorCode.InvalidRequest,
                ["b d"] = ErrorCode.InvalidTopicException,
                ["__cluster_metadata"] = ErrorCode.InvalidRequest,
                [Name("many")] = ErrorCode.InvalidReplicationFactor,
            },
            errors);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Topics_are_deleted_by_name(short version)
    {
        await Client.CreateTopicAsync(Name("a"));

        var response = await Client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = [Name("a"), Name("b"), Name("c"), Name("c")] }, version);

        Assert.Equal(
            [(Name("a"), ErrorCode.None), (Name("b"), ErrorCode.UnknownTopicOrPartition), (Name("c"), ErrorCode.InvalidRequest)],
            response.Responses.Select(topic => (topic.Name!, topic.ErrorCode)));
        var metadata = await Client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = null }, 12);
        Assert.Empty(Own(metadata.Topics.Select(topic => topic.Name)));
    }

    [Fact]
    public async Task Topics_are_deleted_by_id_and_only_by_one_of_name_and_id()
    {
        var id = await Client.CreateTopicAsync(Name("a"));
        var unknown = Guid.NewGuid();

        var response = await Client.CallAsync<DeleteTopicsResponse>(
            new DeleteTopicsRequest
            {
                Topics = [new() { Name = null, TopicId = id }, new() { Name = null, TopicId = unknown }, new() { Name = Name("a"), TopicId = id }, new() { Name = null }],
            },
            6);

        Assert.Equal(
            [(Name("a"), id, ErrorCode.None), (null, unknown, ErrorCode.UnknownTopicId), (Name("a"), id, ErrorCode.InvalidRequest), (null, default, ErrorCode.InvalidRequest)],
            response.Responses.Select(topic => (topic.Name, topic.TopicId, topic.ErrorCode)));
    }

    [Theory]
    [InlineData(2, ErrorCode.InvalidRequest)]
    [InlineData(3, ErrorCode.TopicDeletionDisabled)]
    public async Task Where_deletion_is_disabled_nothing_is_deleted(short version, ErrorCode expected)
    {
        await using var kafka = await TestKafka.StartAsync(options => options.Settings["delete.topic.enable"] = "false");
        await using var client = await kafka.ConnectAsync();
        await client.CreateTopicAsync(Name("a"));

        var response = await client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = [Name("a")] }, version);

        Assert.Equal(expected, response.Responses[0].ErrorCode);
        Assert.Single((await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = null }, 12)).Topics);
    }

    [Fact]
    public async Task A_topic_created_again_is_empty_and_has_another_id()
    {
        var first = await Client.CreateTopicAsync(Name("a"));
        await Client.ProduceAsync(Name("a"), TestBatches.Of("x"));
        await Client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = [Name("a")] }, 5);

        Assert.NotEqual(first, await Client.CreateTopicAsync(Name("a")));
        Assert.Equal(0, (await Client.FetchAsync(Name("a"), 0)).HighWatermark);
    }

    [Fact]
    public async Task Added_partitions_can_be_written_to_at_once()
    {
        await Client.CreateTopicAsync(Name("a"), 1);

        var response = await Client.CallAsync<CreatePartitionsResponse>(
            new CreatePartitionsRequest
            {
                Topics = [Grow(Name("a"), 3), Grow(Name("b"), 3), Grow(Name("c"), 3), Grow(Name("c"), 4)],
            },
            3);

        Assert.Equal(
            [(Name("a"), ErrorCode.None), (Name("b"), ErrorCode.UnknownTopicOrPartition), (Name("c"), ErrorCode.InvalidRequest)],
            response.Results.Select(topic => (topic.Name, topic.ErrorCode)));
        Assert.Equal(ErrorCode.None, (await Client.ProduceAsync(Name("a"), TestBatches.Of("x"), partition: 2)).ErrorCode);
    }

    [Fact]
    public async Task Deleted_records_are_gone_and_the_low_watermark_says_so()
    {
        await Client.CreateTopicAsync(Name("a"));
        await Client.ProduceAsync(Name("a"), TestBatches.Of("x", "y", "z"));

        Assert.Equal((ErrorCode.None, 2), await TrimAsync(Name("a"), 0, 2));
        Assert.Equal(ErrorCode.OffsetOutOfRange, (await Client.FetchAsync(Name("a"), 1)).ErrorCode);
        Assert.Equal((ErrorCode.None, 3), await TrimAsync(Name("a"), 0, -1));
        Assert.Equal((ErrorCode.OffsetOutOfRange, -1), await TrimAsync(Name("a"), 0, 4));
        Assert.Equal((ErrorCode.UnknownTopicOrPartition, -1), await TrimAsync(Name("a"), 1, 0));
        Assert.Equal((ErrorCode.UnknownTopicOrPartition, -1), await TrimAsync(Name("b"), 0, 0));
    }

    [Fact]
    public async Task Records_of_a_topic_that_is_only_compacted_cannot_be_deleted()
    {
        await Client.CreateTopicAsync(Name("a"), 1, ("cleanup.policy", "compact"));
        await Client.CreateTopicAsync(Name("b"), 1, ("cleanup.policy", "compact,delete"));

        Assert.Equal(ErrorCode.PolicyViolation, (await TrimAsync(Name("a"), 0, 0)).Error);
        Assert.Equal(ErrorCode.None, (await TrimAsync(Name("b"), 0, 0)).Error);
    }

    private async Task<(ErrorCode Error, long LowWatermark)> TrimAsync(string topic, int partition, long offset)
    {
        var response = await Client.CallAsync<DeleteRecordsResponse>(
            new DeleteRecordsRequest { Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Offset = offset }] }] }, 2);
        return (response.Topics[0].Partitions[0].ErrorCode, response.Topics[0].Partitions[0].LowWatermark);
    }

    private static CreateTopicsRequest.CreatableTopic New(string name) => new() { Name = name, NumPartitions = 1, ReplicationFactor = 1 };

    private static CreatePartitionsRequest.CreatePartitionsTopic Grow(string name, int count) => new() { Name = name, Count = count, Assignments = null };
}
