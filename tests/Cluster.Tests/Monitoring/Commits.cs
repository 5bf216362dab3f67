using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>Commits of somebody who is in no group.</summary>
internal static class Commits
{
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
