using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Protocol;

namespace KafkaGateway.Grains.Doors;

/// <summary>
/// The way to a partition wherever it is hosted. An append whose host is gone may have been carried out, which is what REQUEST_TIMED_OUT says:
/// an idempotent producer sends it again and is de-duplicated. All else can be asked again.
/// </summary>
internal sealed class PartitionDoor(PartitionKey key, IPartitionGrain partition, AppendLanes appends, CallPatience patience) : IPartition
{
    public ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        new ValueTask<AppendResponse>(appends.AppendAsync(key, partition, request).WaitAsync(cancellationToken)),
        reason => new AppendResponse { ErrorCode = ErrorCode.RequestTimedOut, ErrorMessage = reason });

    public ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        request.MaxWaitMs <= patience.LongestWaitMs ? partition.ReadAsync(request, cancellationToken) : ReadInPartsAsync(request, cancellationToken),
        _ => new ReadResponse { ErrorCode = ErrorCode.NotLeaderOrFollower });

    public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        partition.FindOffsetAsync(request, cancellationToken),
        _ => new FindOffsetResponse { ErrorCode = ErrorCode.NotLeaderOrFollower });

    public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        partition.EndOfEpochAsync(request, cancellationToken),
        _ => new EpochEndResponse { ErrorCode = ErrorCode.NotLeaderOrFollower });

    public ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        partition.TrimAsync(request, cancellationToken),
        _ => new TrimResponse { ErrorCode = ErrorCode.NotLeaderOrFollower });

    public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken) => HostGone.AnswerAsync(
        HostGone.RetryAsync(() => partition.DescribeAsync(cancellationToken), cancellationToken),
        _ => new PartitionDescription { ErrorCode = ErrorCode.NotLeaderOrFollower });

    public ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken) =>
        HostGone.RetryAsync(() => partition.ConfigureAsync(topic, cancellationToken), cancellationToken);

    public ValueTask DeleteAsync(CancellationToken cancellationToken) =>
        HostGone.RetryAsync(() => partition.DeleteAsync(cancellationToken), cancellationToken);

    private async ValueTask<ReadResponse> ReadInPartsAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        for (var leftMs = request.MaxWaitMs; ; leftMs -= patience.LongestWaitMs)
        {
            var answer = await partition.ReadAsync(Waiting(request, Math.Min(leftMs, patience.LongestWaitMs)), cancellationToken);
            if (leftMs <= patience.LongestWaitMs || answer.ErrorCode != ErrorCode.None || answer.DivergingEpoch >= 0
                || (answer.Records?.Length ?? 0) >= request.MinBytes || cancellationToken.IsCancellationRequested)
                return answer;
        }
    }

    private static ReadRequest Waiting(ReadRequest request, int maxWaitMs) => new()
    {
        FetchOffset = request.FetchOffset,
        MaxBytes = request.MaxBytes,
        MinBytes = request.MinBytes,
        MaxWaitMs = maxWaitMs,
        AtLeastOneBatch = request.AtLeastOneBatch,
        IsolationLevel = request.IsolationLevel,
        CurrentLeaderEpoch = request.CurrentLeaderEpoch,
        LastFetchedEpoch = request.LastFetchedEpoch,
    };
}
