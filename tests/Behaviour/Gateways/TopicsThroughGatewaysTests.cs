using KafkaGateway.Behaviour.Admin;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Gateways;

/// <summary>Topics that are made, changed and deleted through one gateway, seen through another.</summary>
public sealed class TopicsThroughGatewaysTests : GatewayTest
{
    [Fact]
    public async Task All_gateways_tell_the_same_of_the_cluster()
    {
        var (first, last) = (await AskAsync(Client), await AskAsync(Last));
        Assert.Equal((first.ClusterId, first.ControllerId), (last.ClusterId, last.ControllerId));
        Assert.Equal(Brokers(first), Brokers(last));

        static List<(int, string, int)> Brokers(MetadataResponse response) =>
            [.. response.Brokers.Select(broker => (broker.NodeId, broker.Host, broker.Port)).Order()];
    }

    [Fact]
    public async Task A_topic_made_through_one_gateway_is_known_to_another_at_once_by_name_and_by_id()
    {
        var id = await Client.CreateTopicAsync(Topic, partitions: 3);
        var byName = Assert.Single((await AskAsync(Last, new MetadataRequest.MetadataRequestTopic { Name = Topic })).Topics);
        Assert.Equal((ErrorCode.None, id, 3), (byName.ErrorCode, byName.TopicId, byName.Partitions.Count));

        var other = await Last.CreateTopicAsync(Name("other"));
        var byId = Assert.Single((await AskAsync(Client, new MetadataRequest.MetadataRequestTopic { Name = null, TopicId = other })).Topics);
        Assert.Equal((ErrorCode.None, Name("other")), (byId.ErrorCode, byId.Name));
    }

    [Fact]
    public async Task Clients_of_all_gateways_that_make_the_same_topic_at_once_get_the_same_one()
    {
        var topics = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await using var client = await Kafka.ConnectAsync(i % Kafka.Addresses.Count);
            return (await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = Topic }] }, 12)).Topics[0];
        }));
        Assert.All(topics, topic => Assert.Equal((ErrorCode.None, topics[0].TopicId), (topic.ErrorCode, topic.TopicId)));
    }

    [Fact]
    public async Task A_topic_made_through_one_gateway_cannot_be_made_again_through_another()
    {
        await Client.CreateTopicAsync(Topic);
        var again = await Last.CallAsync<CreateTopicsResponse>(
            new CreateTopicsRequest { Topics = [new() { Name = Topic, NumPartitions = 1, ReplicationFactor = 1 }] }, 7);
        Assert.Equal(ErrorCode.TopicAlreadyExists, again.Topics[0].ErrorCode);
    }

    [Fact]
    public async Task A_topic_deleted_through_one_gateway_goes_from_another_and_one_made_anew_is_empty()
    {
        await MakeTopicAsync();
        Assert.Equal(ErrorCode.None, (await Last.ProduceAsync(Topic, TestBatches.Of("old"))).ErrorCode);
        await Client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = [Topic], TimeoutMs = 10_000 }, 5);
        await EventuallyAsync(ErrorCode.UnknownTopicOrPartition, async () => (await Last.FetchAsync(Topic, 0)).ErrorCode);
        await EventuallyAsync(0, async () => (await AskAsync(Last, topics: null)).Topics.Count(topic => IsOwn(topic.Name)));

        var id = await Client.CreateTopicAsync(Topic);
        var seen = Assert.Single((await AskAsync(Last, new MetadataRequest.MetadataRequestTopic { Name = Topic })).Topics);
        Assert.Equal((ErrorCode.None, id), (seen.ErrorCode, seen.TopicId));
        Assert.Equal((ErrorCode.None, 0), ((await Last.FetchAsync(Topic, 0)).ErrorCode, (await Last.FetchAsync(Topic, 0)).HighWatermark));
    }

    [Fact]
    public async Task Partitions_added_through_one_gateway_are_written_to_through_another()
    {
        await MakeTopicAsync();
        Assert.Equal(ErrorCode.None, (await Last.ProduceAsync(Topic, TestBatches.Of("a"))).ErrorCode);
        var grown = await Client.CallAsync<CreatePartitionsResponse>(
            new CreatePartitionsRequest { Topics = [new() { Name = Topic, Count = 3, Assignments = null }] }, 3);
        Assert.Equal(ErrorCode.None, grown.Results[0].ErrorCode);
        await EventuallyAsync(ErrorCode.None, async () => (await Last.ProduceAsync(Topic, TestBatches.Of("b"), partition: 2)).ErrorCode);
        Assert.Equal(["b"], TestBatches.Values((await Client.FetchAsync(Topic, 0, partition: 2)).Records));
    }

    [Fact]
    public async Task A_topics_setting_changed_through_one_gateway_acts_at_another()
    {
        await MakeTopicAsync();
        Assert.Equal(ErrorCode.None, (await Last.ProduceAsync(Topic, TestBatches.Of(new string('x', 100)))).ErrorCode);
        Assert.Equal(ErrorCode.None, await Client.SetConfigAsync(Resource.Topic, Topic, "max.message.bytes", "80"));
        Assert.Equal("80", (await Last.DescribeConfigsAsync(Resource.Topic, Topic, "max.message.bytes")).Configs.Single().Value);
        Assert.Equal(ErrorCode.MessageTooLarge, (await Last.ProduceAsync(Topic, TestBatches.Of(new string('x', 100)))).ErrorCode);
    }

    private static Task<MetadataResponse> AskAsync(WireClient client, params MetadataRequest.MetadataRequestTopic[]? topics) =>
        client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = topics?.ToList(), AllowAutoTopicCreation = false }, 12);
}
