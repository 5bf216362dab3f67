using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the coordinator of one group. Its key is that of <see cref="NameGrainKey"/>. The calls are those of IConsumerGroup.</summary>
[Alias("kafka.consumer-group")]
internal interface IConsumerGroupGrain : IGrainWithStringKey
{
    /// <summary>Waits for other members as long as their rebalance timeout says, which may be the longest span that Kafka's protocol can name.</summary>
    [ResponseTimeout(LongestWait)]
    ValueTask<JoinGroupResponse> JoinAsync(JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken);

    /// <inheritdoc cref="JoinAsync"/>
    [ResponseTimeout(LongestWait)]
    ValueTask<SyncGroupResponse> SyncAsync(SyncGroupRequest request, GroupCaller caller, CancellationToken cancellationToken);

    ValueTask<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellationToken);

    ValueTask<LeaveGroupResponse> LeaveAsync(LeaveGroupRequest request, CancellationToken cancellationToken);

    ValueTask<OffsetCommitResponse> CommitAsync(OffsetCommitRequest request, GroupCaller caller, CancellationToken cancellationToken);

    ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchOffsetsAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup request, bool requireStable, CancellationToken cancellationToken);

    ValueTask<DescribeGroupsResponse.DescribedGroup> DescribeAsync(CancellationToken cancellationToken);

    ValueTask<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(CancellationToken cancellationToken);

    ValueTask<OffsetDeleteResponse> DeleteOffsetsAsync(OffsetDeleteRequest request, CancellationToken cancellationToken);

    ValueTask ForgetTopicAsync(string topic, CancellationToken cancellationToken);

    /// <summary>2^31-1 ms.</summary>
    internal const string LongestWait = "24.20:31:23.647";
}
