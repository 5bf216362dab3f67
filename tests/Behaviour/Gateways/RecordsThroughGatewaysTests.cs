using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Gateways;

/// <summary>Every gateway serves every partition: it does not matter through which records come and go.</summary>
public sealed class RecordsThroughGatewaysTests : GatewayTest
{
    [Fact]
    public async Task What_is_acknowledged_by_one_gateway_is_read_through_another_at_once()
    {
        const int Rounds = 20;
        await Client.CreateTopicAsync(Topic, partitions: 4);
        for (var round = 0; round < Rounds; round++)
        {
            for (var partition = 0; partition < 4; partition++)
            {
                Assert.Equal(round, (await Client.ProduceAsync(Topic, TestBatches.Of($"{round}"), partition)).BaseOffset);
                var fetched = await Last.FetchAsync(Topic, round, partition);
                Assert.Equal((ErrorCode.None, round + 1), (fetched.ErrorCode, fetched.HighWatermark));
                Assert.Equal([$"{round}"], TestBatches.Values(fetched.Records));
            }
        }
    }

    [Fact]
    public async Task A_topic_made_through_one_gateway_is_written_to_through_another_at_once_and_in_order()
    {
        const int Count = 30;
        await Client.CreateTopicAsync(Topic);
        for (var i = 0; i < Count; i++)
            await Last.SendAsync(WireCalls.ProduceRequest(Topic, TestBatches.Of($"{i}")), 9);
        for (var i = 0; i < Count; i++)
        {
            var answer = ((ProduceResponse)await Last.ReceiveAsync(KafkaApis.Find(0)!, 9)).Responses[0].PartitionResponses[0];
            Assert.Equal((ErrorCode.None, i), (answer.ErrorCode, answer.BaseOffset));
        }
    }

    [Fact]
    public async Task Producers_at_several_gateways_write_one_log_without_gaps()
    {
        const int Each = 50;
        await MakeTopicAsync();
        var offsets = await Task.WhenAll(ProduceAllAsync(Client, "first"), ProduceAllAsync(Last, "last"));
        Assert.Equal(Enumerable.Range(0, 2 * Each).Select(offset => (long)offset), offsets.SelectMany(each => each).Order());
        Assert.All(offsets, each => Assert.Equal(each.Order(), each));
        var there = TestBatches.Values((await Client.FetchAsync(Topic, 0)).Records);
        Assert.Equal(there, TestBatches.Values((await Last.FetchAsync(Topic, 0)).Records));
        Assert.Equal(Enumerable.Range(0, Each).Select(i => $"last {i}"), there.Where(value => value.StartsWith("last", StringComparison.Ordinal)));

        async Task<List<long>> ProduceAllAsync(WireClient client, string name)
        {
            var got = new List<long>();
            for (var i = 0; i < Each; i++)
                got.Add((await client.ProduceAsync(Topic, TestBatches.Of($"{name} {i}"))).BaseOffset);
            return got;
        }
    }

    [Fact]
    public async Task A_fetch_that_waits_at_one_gateway_is_woken_by_what_comes_through_another()
    {
        await Client.CreateTopicAsync(Topic, partitions: 3);
        Assert.Equal(0, (await Last.FetchAsync(Topic, 0, partition: 2)).HighWatermark);
        var fetch = await Last.SendAsync(WireCalls.FetchRequest(Topic, 0, partition: 2, maxWaitMs: 60_000), 12);
        await Client.ProduceAsync(Topic, TestBatches.Of("woken"), partition: 2);
        var response = (FetchResponse)await Last.ReceiveAsync(fetch, 12);
        Assert.Equal(["woken"], TestBatches.Values(response.Responses[0].Partitions[0].Records));
    }

    [Fact]
    public async Task A_repeat_through_another_gateway_is_not_appended_twice()
    {
        await MakeTopicAsync();
        var producer = await Client.CallAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, 4);
        byte[] From(int sequence) => TestBatches.Of([$"{sequence}"], default, producer.ProducerId, producer.ProducerEpoch, sequence);
        Assert.Equal(0, (await Client.ProduceAsync(Topic, From(0))).BaseOffset);
        Assert.Equal(1, (await Last.ProduceAsync(Topic, From(1))).BaseOffset);
        Assert.Equal(0, (await Last.ProduceAsync(Topic, From(0))).BaseOffset);
        Assert.Equal(1, (await Client.ProduceAsync(Topic, From(1))).BaseOffset);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, (await Last.ProduceAsync(Topic, From(3))).ErrorCode);
        Assert.Equal(["0", "1"], TestBatches.Values((await Client.FetchAsync(Topic, 0)).Records));
    }

    [Fact]
    public async Task No_two_producers_get_the_same_id_from_any_gateways()
    {
        var ids = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            foreach (var client in new[] { Client, Last })
                ids.Add((await client.CallAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, 4)).ProducerId);
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Records_deleted_through_one_gateway_are_gone_at_another()
    {
        await Client.CreateTopicAsync(Topic);
        await Client.ProduceAsync(Topic, TestBatches.Of("a", "b", "c"));
        var deleted = await Last.CallAsync<DeleteRecordsResponse>(
            new DeleteRecordsRequest { TimeoutMs = 10_000, Topics = [new() { Name = Topic, Partitions = [new() { Offset = 2 }] }] }, 2);
        Assert.Equal((ErrorCode.None, 2), (deleted.Topics[0].Partitions[0].ErrorCode, deleted.Topics[0].Partitions[0].LowWatermark));
        Assert.Equal(ErrorCode.OffsetOutOfRange, (await Client.FetchAsync(Topic, 1)).ErrorCode);
        Assert.Equal(2, (await Client.FetchAsync(Topic, 2)).LogStartOffset);
    }
}
