using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Tests.Topics;

/// <summary>A partition that only notes down settings and deletion.</summary>
internal sealed class NotedPartition : IPartition
{
    public TopicDescription? ConfiguredWith { get; private set; }

    public bool IsDeleted { get; private set; }

    public bool FailsToDelete { get; set; }

    public ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken)
    {
        ConfiguredWith = topic;
        return default;
    }

    public ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        IsDeleted = FailsToDelete ? throw new StorageException("the disk is gone") : true;
        return default;
    }

    public ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>A group that only notes down which topics it was told to forget.</summary>
internal sealed class NotedGroup(string groupId, List<string> forgotten) : IConsumerGroup
{
    public ValueTask ForgetTopicAsync(string topic, CancellationToken cancellationToken)
    {
        forgotten.Add($"{groupId} forgets {topic}");
        return default;
    }

    public ValueTask<JoinGroupResponse> JoinAsync(JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<SyncGroupResponse> SyncAsync(SyncGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<LeaveGroupResponse> LeaveAsync(LeaveGroupRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<OffsetCommitResponse> CommitAsync(OffsetCommitRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchOffsetsAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup request, bool requireStable, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<DescribeGroupsResponse.DescribedGroup> DescribeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<OffsetDeleteResponse> DeleteOffsetsAsync(OffsetDeleteRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
