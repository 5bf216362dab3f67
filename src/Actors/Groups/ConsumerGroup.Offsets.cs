using KafkaGateway.Actors.Offsets;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

public sealed partial class ConsumerGroup
{
    /// <inheritdoc/>
    public async ValueTask<OffsetCommitResponse> CommitAsync(
        OffsetCommitRequest request, GroupCaller caller, CancellationToken cancellationToken)
    {
        var since = _ports.Time.GetTimestamp();
        var (owned, error) = await OpenAsync();
        if (error is ErrorCode.None && !owned.Exists)
        {
            error = OffsetCommits.ValidateUnknownGroup(request, caller);
            if (error is ErrorCode.None)
                error = await TryAsync(owned, owned.EnsureCreatedAsync);
        }
        if (error is ErrorCode.None)
            error = owned.Run(turn => OffsetCommits.Validate(turn, request));
        if (error is not ErrorCode.None)
            return OffsetCommits.AllFailed(request, error);

        var (changes, response) = owned.Run(turn => OffsetCommits.Plan(turn, request));
        if (changes.Count > 0 && await TryAsync(owned, () => owned.Offsets.WriteAsync(changes)) is var failed and not ErrorCode.None)
            return OffsetCommits.NotStored(response, failed);
        KafkaMetrics.CommitDuration.Record(_ports.Time.GetElapsedTime(since).TotalSeconds);
        return response;
    }

    /// <inheritdoc/>
    public async ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchOffsetsAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup request, bool requireStable, CancellationToken cancellationToken)
    {
        var (owned, error) = await OpenAsync();
        IReadOnlyDictionary<TopicPartition, CommittedOffset> committed = new Dictionary<TopicPartition, CommittedOffset>();
        if (error is ErrorCode.None && owned.Exists)
            error = await TryAsync(owned, async () => committed = await owned.Offsets.ReadNewestAsync());
        if (error is ErrorCode.InvalidGroupId)
            return OffsetFetches.Failed(request, error);
        // Of the retriable errors this is the one that consumers before 3.9 know here.
        return error is not ErrorCode.None || owned.Group.State is GroupState.Dead
            ? OffsetFetches.Failed(request, ErrorCode.NotCoordinator)
            : OffsetFetches.Answer(request, committed);
    }

    /// <inheritdoc/>
    public async ValueTask<OffsetDeleteResponse> DeleteOffsetsAsync(OffsetDeleteRequest request, CancellationToken cancellationToken)
    {
        if (request.GroupId.Length == 0)
            return new() { ErrorCode = ErrorCode.InvalidGroupId };
        var (owned, error) = await OpenAsync();
        if (error is ErrorCode.None)
            error = owned.Exists ? OffsetDeletes.Validate(owned.Group) : ErrorCode.GroupIdNotFound;
        if (error is not ErrorCode.None)
            return new() { ErrorCode = error };
        var (changes, response) = OffsetDeletes.Plan(owned.Group, request);
        error = await TryAsync(owned, () => owned.Offsets.WriteAsync(changes));
        return error is ErrorCode.None ? response : new() { ErrorCode = error };
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The offsets may still be there; it can be tried again.</exception>
    public async ValueTask ForgetTopicAsync(string topic, CancellationToken cancellationToken)
    {
        var (owned, error) = await OpenAsync();
        if (error is ErrorCode.None && !owned.Exists)
            return;
        if (error is ErrorCode.None)
            error = await TryAsync(owned, () => owned.Offsets.ForgetTopicAsync(topic));
        if (error is not ErrorCode.None)
            throw new StorageException($"Group {_groupId} could not forget the offsets of topic {topic}: {error}.");
    }
}
