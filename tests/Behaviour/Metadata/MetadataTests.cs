using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Metadata;

public sealed class MetadataTests : KafkaTest
{
    [Fact]
    public async Task It_names_the_nodes_where_clients_find_them()
    {
        await using var kafka = await TestKafka.StartAsync(o => o.Settings["broker.rack"] = "r1");
        await using var client = await kafka.ConnectAsync();
        var response = await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [] }, 12);
        Assert.Equal(
            kafka.NodeIds.Zip(kafka.Addresses, (id, address) => (id, address, "r1")).Order(),
            response.Brokers.Select(broker => (broker.NodeId, $"{broker.Host}:{broker.Port}", broker.Rack!)).Order());
        Assert.Contains(response.ControllerId, kafka.NodeIds);
        Assert.False(string.IsNullOrEmpty(response.ClusterId));
    }

    [Fact]
    public async Task All_topics_are_asked_for_with_null_and_in_version_0_with_an_empty_list()
    {
        await Client.CreateTopicAsync(Name("a"));
        await Client.CreateTopicAsync(Name("b"));
        Assert.Equal(["a", "b"], Names(await AskAsync(0, [])));
        Assert.Equal(["a", "b"], Names(await AskAsync(1, null)));
        Assert.Equal(["a", "b"], Names(await AskAsync(13, null)));
        Assert.Empty((await AskAsync(1, [])).Topics);
        Assert.Empty((await AskAsync(13, [])).Topics);
    }

    [Fact]
    public async Task A_topic_is_described_with_its_partitions_leaders_and_epochs()
    {
        var id = await Client.CreateTopicAsync(Topic, partitions: 2);
        var topic = Assert.Single((await AskAsync(12, [Topic])).Topics);
        Assert.Equal((ErrorCode.None, Topic, id, false), (topic.ErrorCode, topic.Name, topic.TopicId, topic.IsInternal));
        Assert.Equal([0, 1], topic.Partitions.Select(partition => partition.PartitionIndex));
        Assert.All(topic.Partitions, partition => Assert.Contains(partition.LeaderId, Kafka.NodeIds));
        Assert.All(topic.Partitions, partition => Assert.Equal(
            (ErrorCode.None, Kafka.LeaderEpochInMetadata, $"{partition.LeaderId}", $"{partition.LeaderId}", 0),
            (partition.ErrorCode, partition.LeaderEpoch, string.Join(',', partition.ReplicaNodes), string.Join(',', partition.IsrNodes), partition.OfflineReplicas.Count)));
    }

    [Fact]
    public async Task A_topic_can_be_asked_for_by_id()
    {
        var id = await Client.CreateTopicAsync(Topic);
        var unknown = Guid.NewGuid();
        var response = await Client.CallAsync<MetadataResponse>(
            new MetadataRequest { Topics = [new() { Name = null, TopicId = id }, new() { Name = null, TopicId = unknown }] }, 12);
        Assert.Equal([(Topic, id, ErrorCode.None), (null, unknown, ErrorCode.UnknownTopicId)], response.Topics.Select(t => (t.Name, t.TopicId, t.ErrorCode)));
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_created_where_the_request_allows_it()
    {
        await using var kafka = await TestKafka.StartAsync(o => o.Settings["num.partitions"] = "3");
        await using var client = await kafka.ConnectAsync();
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await AskAsync(client, 12, ["new"], mayCreate: false)).Topics[0].ErrorCode);
        Assert.Empty((await AskAsync(client, 12, null)).Topics);
        var created = (await AskAsync(client, 12, ["new"], mayCreate: true)).Topics[0];
        Assert.Equal((ErrorCode.None, 3), (created.ErrorCode, created.Partitions.Count));
        Assert.Equal(ErrorCode.None, (await client.ProduceAsync("new", TestBatches.Of("a"), partition: 2)).ErrorCode);
        Assert.Equal(3, (await AskAsync(client, 3, ["before"])).Topics[0].Partitions.Count);
    }

    [Fact]
    public async Task No_topic_is_created_where_the_node_forbids_it()
    {
        await using var strict = await TestKafka.StartAsync(o => o.Settings["auto.create.topics.enable"] = "false");
        await using var client = await strict.ConnectAsync();
        foreach (var version in new short[] { 0, 3, 12 })
        {
            var response = await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = "new" }] }, version);
            Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Topics[0].ErrorCode);
        }
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("ä")]
    public async Task A_name_that_no_topic_can_have_is_said_to_be_invalid(string name)
    {
        Assert.Equal(ErrorCode.InvalidTopicException, (await AskAsync(12, [name], mayCreate: true)).Topics[0].ErrorCode);
        Assert.Equal(ErrorCode.InvalidTopicException, (await AskAsync(12, [name], mayCreate: false)).Topics[0].ErrorCode);
    }

    [Fact]
    public async Task A_hundred_clients_that_make_the_same_topic_at_once_all_get_the_same_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            await using var client = await Kafka.ConnectAsync();
            return (await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = Topic }] }, 12)).Topics[0];
        }));
        Assert.All(answers, topic => Assert.Equal((ErrorCode.None, answers[0].TopicId), (topic.ErrorCode, topic.TopicId)));
    }

    private Task<MetadataResponse> AskAsync(short version, string[]? names, bool mayCreate = true) => AskAsync(Client, version, names, mayCreate);

    private static Task<MetadataResponse> AskAsync(WireClient client, short version, string[]? names, bool mayCreate = true) =>
        client.CallAsync<MetadataResponse>(
            new MetadataRequest
            {
                Topics = names is null ? null : [.. names.Select(name => new MetadataRequest.MetadataRequestTopic { Name = name })],
                AllowAutoTopicCreation = version < 4 || mayCreate,
            },
            version);

    private IEnumerable<string> Names(MetadataResponse response) => Own(response.Topics.Select(topic => topic.Name));
}
