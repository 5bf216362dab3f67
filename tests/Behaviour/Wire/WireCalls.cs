using System.Buffers;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Wire;

/// <summary>The calls that most tests make, in one version.</summary>
internal static class WireCalls
{
    public static async Task<Guid> CreateTopicAsync(this WireClient client, string name, int partitions = 1, params (string Name, string Value)[] configs)
    {
        var response = await client.CallAsync<CreateTopicsResponse>(
            new CreateTopicsRequest
            {
                TimeoutMs = 10_000,
                Topics =
                [
                    new()
                    {
                        Name = name,
                        NumPartitions = partitions,
                        ReplicationFactor = 1,
                        Configs = [.. configs.Select(config => new CreateTopicsRequest.CreatableTopicConfig { Name = config.Name, Value = config.Value })],
                    },
                ],
            },
            7);
        Assert.Equal((ErrorCode.None, null), (response.Topics[0].ErrorCode, response.Topics[0].ErrorMessage));
        return response.Topics[0].TopicId;
    }

    public static async Task<ProduceResponse.PartitionProduceResponse> ProduceAsync(
        this WireClient client, string topic, byte[] batch, int partition = 0, short acks = -1, short version = 9)
    {
        var response = await client.CallAsync<ProduceResponse>(ProduceRequest(topic, batch, partition, acks), version);
        return response.Responses[0].PartitionResponses[0];
    }

    public static ProduceRequest ProduceRequest(string topic, byte[] batch, int partition = 0, short acks = -1) => new()
    {
        Acks = acks,
        TimeoutMs = 10_000,
        TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = new ReadOnlySequence<byte>(batch) }] }],
    };

    public static async Task<FetchResponse.PartitionData> FetchAsync(
        this WireClient client, string topic, long offset, int partition = 0, int maxBytes = 1 << 20, int maxWaitMs = 0, short version = 12)
    {
        var response = await client.CallAsync<FetchResponse>(FetchRequest(topic, offset, partition, maxBytes, maxWaitMs), version);
        return response.Responses[0].Partitions[0];
    }

    public static FetchRequest FetchRequest(string topic, long offset, int partition = 0, int maxBytes = 1 << 20, int maxWaitMs = 0, int minBytes = 1) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = minBytes,
        MaxBytes = maxBytes,
        Topics = [new() { Topic = topic, Partitions = [new() { Partition = partition, FetchOffset = offset, PartitionMaxBytes = maxBytes }] }],
    };

    /// <summary>A commit of somebody who is in no group.</summary>
    public static async Task<ErrorCode> CommitAsync(this WireClient client, string group, string topic, long offset, int partition = 0)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = -1,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, CommittedOffset = offset }] }],
        };
        var response = await client.CallAsync<OffsetCommitResponse>(request, 8);
        return response.Topics[0].Partitions[0].ErrorCode;
    }
}
