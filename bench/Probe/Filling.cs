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
    private const int Attempts = 10;

    public static void Produce(WireClient client, string topic, int partitions)
    {
        foreach (var some in Enumerable.Range(0, partitions).Chunk(PartitionsInRequest))
        {
            // As producers do: storage that opens many logs at a time may refuse some of them for now.
            int[] left = some;
            for (var attempt = 1; left.Length > 0; attempt++)
            {
                var request = new ProduceRequest { Acks = -1, TimeoutMs = 30_000, TopicData = [new() { Name = topic, PartitionData = [.. left.Select(Record)] }] };
                var answers = client.Call<ProduceResponse>(request, ProduceRequest.ApiKey, ProduceVersion).Responses[0].PartitionResponses;
                if (attempt == Attempts)
                    Check(topic, answers.Select(partition => partition.ErrorCode));
                left = [.. answers.Where(partition => partition.ErrorCode != ErrorCode.None).Select(partition => partition.Index)];
            }
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
