using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Grains.Doors;

/// <summary>
/// The way to a group's coordinator wherever it is hosted. When the host is gone clients are told to look for the coordinator again, which is by
/// then another silo.
/// </summary>
internal sealed class ConsumerGroupDoor(string groupId, IConsumerGroupGrain group) : IConsumerGroup
{
    private const ErrorCode Gone = ErrorCode.CoordinatorNotAvailable;

    public ValueTask<JoinGroupResponse> JoinAsync(JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        WaitAsync(
            group.JoinAsync(request, caller, cancellationToken),
            () => new JoinGroupResponse { ErrorCode = Gone, MemberId = request.MemberId },
            cancellationToken);

    public ValueTask<SyncGroupResponse> SyncAsync(SyncGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        WaitAsync(group.SyncAsync(request, caller, cancellationToken), () => new SyncGroupResponse { ErrorCode = Gone }, cancellationToken);

    public ValueTask<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellationToken) =>
        HostGone.AnswerAsync(group.HeartbeatAsync(request, cancellationToken), _ => new HeartbeatResponse { ErrorCode = Gone });

    public ValueTask<LeaveGroupResponse> LeaveAsync(LeaveGroupRequest request, CancellationToken cancellationToken) =>
        HostGone.AnswerAsync(group.LeaveAsync(request, cancellationToken), _ => new LeaveGroupResponse { ErrorCode = Gone });

    public ValueTask<OffsetCommitResponse> CommitAsync(OffsetCommitRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        HostGone.AnswerAsync(group.CommitAsync(request, caller, cancellationToken), _ => NotCommitted(request));

    // Of the retriable errors this is the one that consumers before 3.9 know here.
    public ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchOffsetsAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup request, bool requireStable, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        group.FetchOffsetsAsync(request, requireStable, cancellationToken),
        _ => new OffsetFetchResponse.OffsetFetchResponseGroup { GroupId = request.GroupId, ErrorCode = ErrorCode.NotCoordinator });

    public ValueTask<DescribeGroupsResponse.DescribedGroup> DescribeAsync(CancellationToken cancellationToken) => HostGone.AnswerAsync(
        HostGone.RetryAsync(() => group.DescribeAsync(cancellationToken), cancellationToken),
        _ => new DescribeGroupsResponse.DescribedGroup { GroupId = groupId, ErrorCode = Gone });

    public ValueTask<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(CancellationToken cancellationToken) => HostGone.AnswerAsync(
        group.DeleteAsync(cancellationToken),
        _ => new DeleteGroupsResponse.DeletableGroupResult { GroupId = groupId, ErrorCode = Gone });

    public ValueTask<OffsetDeleteResponse> DeleteOffsetsAsync(OffsetDeleteRequest request, CancellationToken cancellationToken) =>
        HostGone.AnswerAsync(group.DeleteOffsetsAsync(request, cancellationToken), _ => new OffsetDeleteResponse { ErrorCode = Gone });

    /// <exception cref="StorageException">The offsets may still be there; it can be tried again.</exception>
    public ValueTask ForgetTopicAsync(string topic, CancellationToken cancellationToken) =>
        HostGone.RetryAsync(() => group.ForgetTopicAsync(topic, cancellationToken), cancellationToken);

    // A wait that ends although its caller still waits was ended by a silo that stops.
    private static async ValueTask<T> WaitAsync<T>(ValueTask<T> call, Func<T> askAgain, CancellationToken cancellationToken)
    {
        try
        {
            return await call;
        }
        catch (Exception failure) when (
            HostGone.Is(failure) || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return askAgain();
        }
    }

    private static OffsetCommitResponse NotCommitted(OffsetCommitRequest request) => new()
    {
        Topics = [.. request.Topics.Select(topic => new OffsetCommitResponse.OffsetCommitResponseTopic
        {
            Name = topic.Name,
            TopicId = topic.TopicId,
            Partitions = [.. topic.Partitions.Select(partition => new OffsetCommitResponse.OffsetCommitResponsePartition
            {
                PartitionIndex = partition.PartitionIndex,
                ErrorCode = Gone,
            })],
        })],
    };
}
