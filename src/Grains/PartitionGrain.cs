using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using KafkaGateway.Protocol;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace KafkaGateway.Grains;

/// <summary>
/// Hosts the owner of one partition: opens its log under the next leader epoch when it wakes up, closes it when it goes. An owner that can serve no
/// longer makes room for the next activation.
/// </summary>
[Reentrant, RendezvousPlacement, GrainType("partition")]
internal sealed class PartitionGrain(SiloPorts silo, HostedGrains hosted) : ActorGrain(hosted), IPartitionGrain
{
    private IHostedPartition? _partition;
    private (ErrorCode Error, string? Message) _refusal;

    /// <summary>How far the partition reaches, null where it cannot be served. May be asked from any thread.</summary>
    public PartitionWatermark? Watermark => _partition?.Watermark;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        var key = PartitionGrainKey.Parse(this.GetPrimaryKeyString());
        try
        {
            _partition = await silo.OpenAsync(key, Turns, cancellationToken);
            if (silo.Storage.KeepsLogsOpen)
                DelayDeactivation(TimeSpan.MaxValue);
        }
        catch (UnknownPartitionException)
        {
            _refusal = (ErrorCode.UnknownTopicOrPartition, null);
        }
        catch (FencedException later)
        {
            _refusal = (ErrorCode.NotLeaderOrFollower, later.Message);
        }
        catch (StorageException failure)
        {
            GrainLog.PartitionNotOpened(silo.Logger, key, failure.Message);
            _refusal = (ErrorCode.KafkaStorageError, failure.Message);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_partition is not null)
            await _partition.DisposeAsync();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken) => CallAsync(
        partition => partition.AppendAsync(request, cancellationToken),
        (error, message) => new AppendResponse { ErrorCode = error, ErrorMessage = message });

    public async ValueTask<List<AppendResponse>> AppendAllAsync(List<AppendRequest> requests)
    {
        // All are started before the first is awaited, so that they share a write and a flush.
        var appends = requests.ConvertAll(request => AppendAsync(request, CancellationToken.None).AsTask());
        return [.. await Task.WhenAll(appends)];
    }

    public ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => CallAsync(
        partition => request.MaxWaitMs > 0
            ? WaitAsync(ending => partition.ReadAsync(request, ending), TimeSpan.FromMilliseconds(request.MaxWaitMs), cancellationToken)
            : partition.ReadAsync(request, cancellationToken),
        (error, _) => new ReadResponse { ErrorCode = error });

    public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) => CallAsync(
        partition => partition.FindOffsetAsync(request, cancellationToken),
        (error, _) => new FindOffsetResponse { ErrorCode = error });

    public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) => CallAsync(
        partition => partition.EndOfEpochAsync(request, cancellationToken),
        (error, _) => new EpochEndResponse { ErrorCode = error });

    public ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken) => CallAsync(
        partition => partition.TrimAsync(request, cancellationToken),
        (error, _) => new TrimResponse { ErrorCode = error });

    public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken) => CallAsync(
        partition => partition.DescribeAsync(cancellationToken),
        (error, _) => new PartitionDescription { ErrorCode = error });

    public ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken) =>
        _partition?.ConfigureAsync(topic, cancellationToken) ?? default;

    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        var key = PartitionGrainKey.Parse(this.GetPrimaryKeyString());
        await (_partition?.DeleteAsync(cancellationToken) ?? silo.Storage.Logs.DeleteAsync(key, cancellationToken));
        await LeaderEpochs.ForgetAsync(silo.States, key, cancellationToken);
        DeactivateOnIdle();
    }

    private async ValueTask<T> CallAsync<T>(Func<IHostedPartition, ValueTask<T>> call, Func<ErrorCode, string?, T> refuse)
    {
        if (_partition is null)
        {
            DeactivateOnIdle();
            return refuse(_refusal.Error, _refusal.Message);
        }

        var answer = await call(_partition);
        if (_partition.HasFailed)
            DeactivateOnIdle();
        return answer;
    }
}
