using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>
/// The door to a partition of this process. A partition that was deleted answers UNKNOWN_TOPIC_OR_PARTITION, one whose log cannot be opened
/// KAFKA_STORAGE_ERROR, one whose log somebody else has opened NOT_LEADER_OR_FOLLOWER.
/// </summary>
internal sealed class LocalPartition(
    PartitionKey key, LocalActor<Partition> actor, IRecordLogs logs, Action<LocalPartition> forget) : IPartition
{
    public ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken) => GuardAsync(
        actor.CallAsync(partition => partition.AppendAsync(request, cancellationToken)),
        (error, message) => new AppendResponse { ErrorCode = error, ErrorMessage = message });

    public ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => GuardAsync(
        actor.CallAsync(partition => partition.ReadAsync(request, cancellationToken)),
        (error, _) => new ReadResponse { ErrorCode = error });

    public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) => GuardAsync(
        actor.CallAsync(partition => partition.FindOffsetAsync(request, cancellationToken)),
        (error, _) => new FindOffsetResponse { ErrorCode = error });

    public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) => GuardAsync(
        actor.CallAsync(partition => partition.EndOfEpochAsync(request, cancellationToken)),
        (error, _) => new EpochEndResponse { ErrorCode = error });

    public ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken) => GuardAsync(
        actor.CallAsync(partition => partition.TrimAsync(request, cancellationToken)),
        (error, _) => new TrimResponse { ErrorCode = error });

    public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken) => GuardAsync(
        actor.CallAsync(partition => partition.DescribeAsync(cancellationToken)),
        (error, _) => new PartitionDescription { ErrorCode = error });

    /// <summary>A partition that sleeps reads its settings when it wakes up.</summary>
    public async ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken) => await actor.PeekAsync(async partition =>
    {
        await (partition?.ConfigureAsync(topic, cancellationToken) ?? default);
        return true;
    });

    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        await actor.PeekAsync(async partition =>
        {
            await (partition?.DeleteAsync(cancellationToken) ?? logs.DeleteAsync(key, cancellationToken));
            return true;
        });
        await actor.RetireAsync(_ => true);
        forget(this);
    }

    /// <summary>Closes the partition's log.</summary>
    public Task StopAsync() => actor.RetireAsync(_ => true);

    private async ValueTask<T> GuardAsync<T>(ValueTask<T> call, Func<ErrorCode, string?, T> answer)
    {
        try
        {
            return await call;
        }
        catch (Exception gone) when (gone is ActorRetiredException or UnknownPartitionException)
        {
            forget(this);
            return answer(ErrorCode.UnknownTopicOrPartition, null);
        }
        catch (StorageException failure)
        {
            return answer(ErrorCode.KafkaStorageError, failure.Message);
        }
        catch (FencedException fenced)
        {
            return answer(ErrorCode.NotLeaderOrFollower, fenced.Message);
        }
    }
}
