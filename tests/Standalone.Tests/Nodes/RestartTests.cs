using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Standalone.Tests.Nodes;

public sealed class RestartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-gateway-restart-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_node_that_starts_again_on_its_folder_has_kept_everything_and_leads_under_the_next_epoch()
    {
        Guid topicId;
        string? clusterId;
        long producerId;
        await using (var kafka = await StartAsync())
        await using (var client = await WireClient.ConnectAsync(kafka.BootstrapServers))
        {
            topicId = await client.CreateTopicAsync("t", partitions: 2, ("max.message.bytes", "5000"));
            producerId = (await client.CallAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, 4)).ProducerId;
            await client.ProduceAsync("t", From(producerId, 0));
            await client.ProduceAsync("t", From(producerId, 1));
            await client.ProduceAsync("t", TestBatches.Of("x", "y"), partition: 1);
            clusterId = (await MetadataAsync(client)).ClusterId;
            await CommitAsync(client, 2);
        }

        await using (var kafka = await StartAsync())
        await using (var client = await WireClient.ConnectAsync(kafka.BootstrapServers))
        {
            var metadata = await MetadataAsync(client);
            Assert.Equal((clusterId, topicId), (metadata.ClusterId, metadata.Topics.Single().TopicId));
            Assert.Equal([1, 1], metadata.Topics[0].Partitions.Select(partition => partition.LeaderEpoch));
            Assert.Equal(["0", "1"], TestBatches.Values((await client.FetchAsync("t", 0)).Records));
            Assert.Equal(["x", "y"], TestBatches.Values((await client.FetchAsync("t", 0, partition: 1)).Records));
            Assert.Equal(2, await CommittedAsync(client));
            Assert.Equal(ErrorCode.MessageTooLarge, (await client.ProduceAsync("t", TestBatches.Of(new string('x', 6000)))).ErrorCode);

            // The repeat of a producer that learnt nothing of the restart, and what it sends next.
            Assert.Equal(1, (await client.ProduceAsync("t", From(producerId, 1))).BaseOffset);
            Assert.Equal(2, (await client.ProduceAsync("t", From(producerId, 2))).BaseOffset);
            Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, (await client.ProduceAsync("t", From(producerId, 4))).ErrorCode);
            Assert.NotEqual(producerId, (await client.CallAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, 4)).ProducerId);

            var end = (await client.CallAsync<OffsetForLeaderEpochResponse>(
                new OffsetForLeaderEpochRequest { ReplicaId = -1, Topics = [new() { Topic = "t", Partitions = [new() { LeaderEpoch = 0 }] }] }, 4))
                .Topics[0].Partitions[0];
            Assert.Equal((0, 2), (end.LeaderEpoch, end.EndOffset));
        }
    }

    [Fact]
    public async Task A_deleted_topic_stays_deleted_and_one_made_anew_is_empty()
    {
        await using (var kafka = await StartAsync())
        await using (var client = await WireClient.ConnectAsync(kafka.BootstrapServers))
        {
            await client.CreateTopicAsync("t");
            await client.ProduceAsync("t", TestBatches.Of("old"));
            await client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 10_000 }, 5);
        }

        await using (var kafka = await StartAsync())
        await using (var client = await WireClient.ConnectAsync(kafka.BootstrapServers))
        {
            Assert.Empty((await MetadataAsync(client)).Topics);
            await client.CreateTopicAsync("t");
            Assert.Equal(0, (await client.FetchAsync("t", 0)).HighWatermark);
        }
    }

    [Fact]
    public async Task A_folder_belongs_to_one_node_at_a_time()
    {
        await using (await StartAsync())
            await Assert.ThrowsAnyAsync<IOException>(StartAsync);
        await using var again = await StartAsync();
    }

    private Task<KafkaNode> StartAsync() => KafkaNode.StartAsync(o => o.DataDirectory = _folder.FullName);

    private static byte[] From(long producerId, int sequence) => TestBatches.Of([$"{sequence}"], default, producerId, 0, sequence);

    private static Task<MetadataResponse> MetadataAsync(WireClient client) =>
        client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = null }, 12);

    private static async Task CommitAsync(WireClient client, long offset)
    {
        var response = await client.CallAsync<OffsetCommitResponse>(
            new OffsetCommitRequest { GroupId = "g", Topics = [new() { Name = "t", Partitions = [new() { CommittedOffset = offset }] }] }, 9);
        Assert.Equal(ErrorCode.None, response.Topics[0].Partitions[0].ErrorCode);
    }

    private static async Task<long> CommittedAsync(WireClient client) => (await client.CallAsync<OffsetFetchResponse>(
        new OffsetFetchRequest { GroupId = "g", Topics = [new() { Name = "t", PartitionIndexes = [0] }] }, 7)).Topics[0].Partitions[0].CommittedOffset;
}
