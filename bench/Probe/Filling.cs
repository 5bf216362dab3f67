using System.Buffers;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Bench.Probe;

/// <summary>A record of 100 B in each partition of a topic, and a group that has committed in each of them.</summary>
internal static class Filling
{
    private const short ProduceVersion = 7;
    private const short CommitVersion = 7;
    private const int PartitionsInRequest = 100;
    private const int ValueBytes = 100;

    public static void Produce(WireClient client, string topic, int partitions)
    {
        foreach (var some in Enumerable.Range(0, partitions).Chunk(PartitionsInRequest))
        {
            var request = new ProduceRequest { Acks = -1, TimeoutMs = 30_000, TopicData = [new() { Name = topic, PartitionData = [.. some.Select(Record)] }] };
            var response = client.Call<ProduceResponse>(request, ProduceRequest.ApiKey, ProduceVersion);
            Check(topic, response.Responses[0].PartitionResponses.Select(partition => partition.ErrorCode));
        }
    }

    public static void Commit(WireClient client, string group, string topic, int partitions)
    {
        foreach (var some in Enumerable.Range(0, partitions).Chunk(PartitionsInRequest))
        {
            var request = new OffsetCommitRequest
            {
                GroupId = group,
                GenerationIdOrMemberEpoch = -1,
                Topics = [new() { Name = topic, Partitions = [.. some.Select(partition => new OffsetCommitRequest.OffsetCommitRequestPartition { PartitionIndex = partition })] }],
            };
            var response = client.Call<OffsetCommitResponse>(request, OffsetCommitRequest.ApiKey, CommitVersion);
            Check(topic, response.Topics[0].Partitions.Select(partition => partition.ErrorCode));
        }
    }

    private static ProduceRequest.PartitionProduceData Record(int partition)
    {
        using var batch = new RecordBatchBuilder();
        batch.Append(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), null, new byte[ValueBytes]);
        return new() { Index = partition, Records = new ReadOnlySequence<byte>(batch.Build()) };
    }

    private static void Check(string topic, IEnumerable<ErrorCode> errors)
    {
        if (errors.FirstOrDefault(error => error != ErrorCode.None) is var error and not ErrorCode.None)
            throw new InvalidOperationException($"topic {topic}: {error}");
    }
}
