using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Fetch;

public sealed class FetchTests : KafkaTest
{
    private static readonly int BatchBytes = TestBatches.Of("a").Length;

    [Fact]
    public async Task A_fetch_answers_with_the_bounds_of_the_partition()
    {
        await Client.CreateTopicAsync(Topic);
        await Client.ProduceAsync(Topic, TestBatches.Of("a", "b"));
        var answer = await Client.FetchAsync(Topic, 2);
        Assert.Equal((ErrorCode.None, 2, 2, 0), (answer.ErrorCode, answer.HighWatermark, answer.LastStableOffset, answer.LogStartOffset));
        Assert.Equal(ErrorCode.OffsetOutOfRange, (await Client.FetchAsync(Topic, 3)).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await Client.FetchAsync(Topic, 0, partition: 1)).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await Client.FetchAsync(Name("missing"), 0)).ErrorCode);
    }

    [Fact]
    public async Task The_limit_of_a_partition_is_kept_but_for_a_first_batch_that_is_larger()
    {
        await Client.CreateTopicAsync(Topic);
        foreach (var value in "abc")
            await Client.ProduceAsync(Topic, TestBatches.Of($"{value}"));
        Assert.Equal(["a", "b"], await ValuesAsync(Request(Topic, 1, (BatchBytes * 3) - 1)));
        Assert.Equal(["a"], await ValuesAsync(Request(Topic, 1, 1)));
    }

    [Fact]
    public async Task The_limit_of_the_whole_answer_is_kept_across_partitions_but_for_the_first_batch()
    {
        await Client.CreateTopicAsync(Topic, partitions: 3);
        for (var partition = 0; partition < 3; partition++)
            await Client.ProduceAsync(Topic, TestBatches.Of($"{partition}"), partition);
        var request = Request(Topic, 3, 1 << 20);
        request.MaxBytes = BatchBytes * 2;
        Assert.Equal(["0", "1"], await ValuesAsync(request));
        request.MaxBytes = 1;
        Assert.Equal(["0"], await ValuesAsync(request));
    }

    [Fact]
    public async Task A_fetch_of_many_tails_is_woken_by_any_of_them()
    {
        await Client.CreateTopicAsync(Topic, partitions: 20);
        var request = Request(Topic, 20, 1 << 20);
        (request.MaxWaitMs, request.MinBytes) = (60_000, 1);
        var fetch = await Client.SendAsync(request, 12);
        await using var producer = await Kafka.ConnectAsync();
        await producer.ProduceAsync(Topic, TestBatches.Of("woken"), partition: 13);
        var response = (FetchResponse)await Client.ReceiveAsync(fetch, 12);
        Assert.Equal(["woken"], TestBatches.Values(response.Responses[0].Partitions[13].Records));
        Assert.All(response.Responses[0].Partitions, partition => Assert.Equal(ErrorCode.None, partition.ErrorCode));
    }

    [Fact]
    public async Task A_fetch_of_many_tails_waits_until_all_of_them_together_have_enough()
    {
        await Client.CreateTopicAsync(Topic, partitions: 4);
        var request = Request(Topic, 4, 1 << 20);
        (request.MaxWaitMs, request.MinBytes) = (60_000, BatchBytes * 6);
        var fetch = await Client.SendAsync(request, 12);
        await using var producer = await Kafka.ConnectAsync();
        for (var i = 0; i < 6; i++)
            await producer.ProduceAsync(Topic, TestBatches.Of($"{i}"), partition: i % 3);
        var response = (FetchResponse)await Client.ReceiveAsync(fetch, 12);
        Assert.Equal(
            ["0", "3", "1", "4", "2", "5"],
            response.Responses[0].Partitions.SelectMany(partition => TestBatches.Values(partition.Records)));
    }

    [Fact]
    public async Task A_fetch_that_waits_is_answered_when_its_topic_is_deleted()
    {
        await Client.CreateTopicAsync(Topic, partitions: 2);
        var request = Request(Topic, 2, 1 << 20);
        (request.MaxWaitMs, request.MinBytes) = (60_000, 1);
        var fetch = await Client.SendAsync(request, 12);
        await using var admin = await Kafka.ConnectAsync();
        await admin.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = [Topic], TimeoutMs = 10_000 }, 5);
        var response = (FetchResponse)await Client.ReceiveAsync(fetch, 12);
        Assert.Contains(response.Responses[0].Partitions, partition => partition.ErrorCode == ErrorCode.UnknownTopicOrPartition);
    }

    [Fact]
    public async Task An_error_of_one_partition_does_not_make_the_others_wait()
    {
        await Client.CreateTopicAsync(Topic);
        var request = Request(Topic, 2, 1 << 20);
        (request.MaxWaitMs, request.MinBytes) = (60_000, 1);
        var response = await Client.CallAsync<FetchResponse>(request, 12);
        Assert.Equal([ErrorCode.None, ErrorCode.UnknownTopicOrPartition], response.Responses[0].Partitions.Select(p => p.ErrorCode));
    }

    [Fact]
    public async Task Fetch_13_names_topics_by_id()
    {
        var id = await Client.CreateTopicAsync(Topic);
        await Client.ProduceAsync(Topic, TestBatches.Of("a"));
        var request = WireCalls.FetchRequest("", 0);
        request.Topics[0].TopicId = id;
        var found = await Client.CallAsync<FetchResponse>(request, 13);
        Assert.Equal((id, ErrorCode.None), (found.Responses[0].TopicId, found.Responses[0].Partitions[0].ErrorCode));
        Assert.Equal(["a"], TestBatches.Values(found.Responses[0].Partitions[0].Records));
        request.Topics[0].TopicId = Guid.NewGuid();
        Assert.Equal(ErrorCode.UnknownTopicId, (await Client.CallAsync<FetchResponse>(request, 13)).Responses[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task A_client_with_another_leader_epoch_is_told_so()
    {
        await Client.CreateTopicAsync(Topic);
        var request = WireCalls.FetchRequest(Topic, 0);
        request.Topics[0].Partitions[0].CurrentLeaderEpoch = Kafka.FirstLeaderEpoch + 5;
        Assert.Equal(ErrorCode.UnknownLeaderEpoch, (await Client.CallAsync<FetchResponse>(request, 12)).Responses[0].Partitions[0].ErrorCode);
        request.Topics[0].Partitions[0].CurrentLeaderEpoch = Kafka.FirstLeaderEpoch;
        Assert.Equal(ErrorCode.None, (await Client.CallAsync<FetchResponse>(request, 12)).Responses[0].Partitions[0].ErrorCode);
    }

    private async Task<IEnumerable<string>> ValuesAsync(FetchRequest request)
    {
        var response = await Client.CallAsync<FetchResponse>(request, 12);
        return response.Responses.SelectMany(topic => topic.Partitions).SelectMany(partition => TestBatches.Values(partition.Records));
    }

    private static FetchRequest Request(string topic, int partitions, int partitionMaxBytes)
    {
        var request = WireCalls.FetchRequest(topic, 0);
        request.Topics[0].Partitions = [.. Enumerable.Range(0, partitions).Select(partition =>
            new FetchRequest.FetchPartition { Partition = partition, PartitionMaxBytes = partitionMaxBytes })];
        return request;
    }
}
