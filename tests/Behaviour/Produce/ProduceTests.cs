using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Produce;

public sealed class ProduceTests : KafkaTest
{
    [Fact]
    public async Task Acks_0_is_not_answered_and_the_record_is_there_for_the_next_request()
    {
        await Client.CreateTopicAsync(Topic);
        await Client.SendAsync(WireCalls.ProduceRequest(Topic, TestBatches.Of("silent"), acks: 0), 9);
        var fetched = await Client.FetchAsync(Topic, 0);
        Assert.Equal(["silent"], TestBatches.Values(fetched.Records));
    }

    [Fact]
    public async Task Acks_0_that_fails_closes_the_connection()
    {
        await Client.SendAsync(WireCalls.ProduceRequest(Name("missing"), TestBatches.Of("a"), acks: 0), 9);
        Assert.Null(await Client.ReceiveFrameAsync());
    }

    [Fact]
    public async Task Pipelined_requests_keep_their_order_and_are_answered_in_it()
    {
        await Client.CreateTopicAsync(Topic);
        const int Count = 500;
        var api = KafkaApis.Find(0)!;
        var frames = new List<byte>();
        for (var i = 0; i < Count; i++)
            frames.AddRange(WireClient.Encode(api, WireCalls.ProduceRequest(Topic, TestBatches.Of($"{i}"), acks: (short)(i % 3 == 0 ? 1 : -1)), 9, i));
        var sending = Client.SendRawAsync(frames.ToArray());
        for (var i = 0; i < Count; i++)
        {
            var response = (ProduceResponse)WireClient.Decode(api, 9, (await Client.ReceiveFrameAsync())!, out var correlationId);
            Assert.Equal((i, i), (correlationId, response.Responses[0].PartitionResponses[0].BaseOffset));
        }

        await sending;
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), TestBatches.Values((await Client.FetchAsync(Topic, 0)).Records));
    }

    [Fact]
    public async Task Pipelined_requests_of_other_kinds_are_answered_in_order_too_and_see_what_came_before()
    {
        await Client.CreateTopicAsync(Topic);
        var produce = await Client.SendAsync(WireCalls.ProduceRequest(Topic, TestBatches.Of("a")), 9);
        var fetch = await Client.SendAsync(WireCalls.FetchRequest(Topic, 0), 12);
        var list = await Client.SendAsync(new ListOffsetsRequest { ReplicaId = -1, Topics = [new() { Name = Topic, Partitions = [new() { Timestamp = -1 }] }] }, 5);
        Assert.IsType<ProduceResponse>(await Client.ReceiveAsync(produce, 9));
        var fetched = (FetchResponse)await Client.ReceiveAsync(fetch, 12);
        Assert.Equal(["a"], TestBatches.Values(fetched.Responses[0].Partitions[0].Records));
        Assert.Equal(1, ((ListOffsetsResponse)await Client.ReceiveAsync(list, 5)).Topics[0].Partitions[0].Offset);
    }

    [Theory]
    [InlineData((short)2)]
    [InlineData((short)-2)]
    public async Task Other_acks_are_refused(short acks)
    {
        await Client.CreateTopicAsync(Topic);
        Assert.Equal(ErrorCode.InvalidRequiredAcks, (await Client.ProduceAsync(Topic, TestBatches.Of("a"), acks: acks)).ErrorCode);
    }

    [Fact]
    public async Task Partitions_are_answered_each_for_itself()
    {
        await Client.CreateTopicAsync(Topic, partitions: 2);
        var broken = TestBatches.Of("broken");
        broken[^1] ^= 1;
        var request = WireCalls.ProduceRequest(Topic, TestBatches.Of("a"));
        request.TopicData[0].PartitionData.Add(new() { Index = 1, Records = new(broken) });
        request.TopicData[0].PartitionData.Add(new() { Index = 2, Records = new(TestBatches.Of("nowhere")) });
        request.TopicData.Add(new() { Name = Name("missing"), PartitionData = [new() { Records = new(TestBatches.Of("nowhere")) }] });
        var response = await Client.CallAsync<ProduceResponse>(request, 9);
        Assert.Equal([Topic, Name("missing")], response.Responses.Select(topic => topic.Name));
        Assert.Equal(
            [ErrorCode.None, ErrorCode.CorruptMessage, ErrorCode.UnknownTopicOrPartition],
            response.Responses[0].PartitionResponses.Select(partition => partition.ErrorCode));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Responses[1].PartitionResponses[0].ErrorCode);
    }

    [Fact]
    public async Task Produce_13_names_topics_by_id()
    {
        var id = await Client.CreateTopicAsync(Topic);
        Assert.Equal((ErrorCode.None, 0), await ProduceByIdAsync(id));
        Assert.Equal((ErrorCode.UnknownTopicId, -1), await ProduceByIdAsync(Guid.NewGuid()));
        Assert.Equal((ErrorCode.UnknownTopicId, -1), await ProduceByIdAsync(Guid.Empty));
    }

    [Fact]
    public async Task Records_that_are_refused_one_by_one_are_named_from_version_8_on()
    {
        await Client.CreateTopicAsync(Topic, configs: ("message.timestamp.after.max.ms", "1"));
        var late = await Client.ProduceAsync(Topic, Late(), version: 8);
        Assert.Equal((ErrorCode.InvalidTimestamp, 0), (late.ErrorCode, late.RecordErrors.Single().BatchIndex));
        Assert.NotNull(late.ErrorMessage);
        Assert.Equal(ErrorCode.InvalidTimestamp, (await Client.ProduceAsync(Topic, Late(), version: 7)).ErrorCode);
    }

    [Fact]
    public async Task An_idempotent_producer_gets_an_id_and_its_repeats_are_not_appended_twice()
    {
        await Client.CreateTopicAsync(Topic);
        var first = await Client.CallAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, 4);
        var second = await Client.CallAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, 4);
        Assert.Equal((ErrorCode.None, 0), (first.ErrorCode, first.ProducerEpoch));
        Assert.NotEqual(first.ProducerId, second.ProducerId);
        byte[] From(int sequence) => TestBatches.Of([$"{sequence}"], default, first.ProducerId, 0, sequence);
        Assert.Equal(0, (await Client.ProduceAsync(Topic, From(0))).BaseOffset);
        Assert.Equal(1, (await Client.ProduceAsync(Topic, From(1))).BaseOffset);
        Assert.Equal(0, (await Client.ProduceAsync(Topic, From(0))).BaseOffset);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, (await Client.ProduceAsync(Topic, From(3))).ErrorCode);
        Assert.Equal(["0", "1"], TestBatches.Values((await Client.FetchAsync(Topic, 0)).Records));
    }

    private async Task<(ErrorCode, long)> ProduceByIdAsync(Guid id)
    {
        var request = WireCalls.ProduceRequest("", TestBatches.Of("a"));
        request.TopicData[0].TopicId = id;
        var response = await Client.CallAsync<ProduceResponse>(request, 13);
        Assert.Equal(id, response.Responses[0].TopicId);
        return (response.Responses[0].PartitionResponses[0].ErrorCode, response.Responses[0].PartitionResponses[0].BaseOffset);
    }

    private static byte[] Late()
    {
        using var builder = new Protocol.Records.RecordBatchBuilder();
        builder.Append(TestBatches.Timestamp + 3_600_000, null, "late"u8.ToArray());
        return builder.Build();
    }
}
