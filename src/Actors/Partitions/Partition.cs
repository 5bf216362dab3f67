using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Partitions;

/// <summary>What a partition needs from its host.</summary>
/// <param name="Key">Which partition it is.</param>
/// <param name="LeaderEpoch">
/// The epoch under which this owner writes: higher than that of every owner before it. Where several hosts may open one partition, each takes
/// it from <see cref="LeaderEpochs"/>; a host that has the storage to itself may count its starts.
/// </param>
/// <param name="Settings">The topic's settings in force.</param>
/// <param name="MakeSettings">Makes settings from a changed topic description.</param>
/// <param name="Logs">Where the log is.</param>
/// <param name="Turns">Runs later turns.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">What holds for all partitions of the node.</param>
/// <param name="Logger">For what operators should see.</param>
public sealed record PartitionPorts(
    PartitionKey Key,
    int LeaderEpoch,
    TopicSettings Settings,
    Func<TopicDescription, TopicSettings> MakeSettings,
    IRecordLogs Logs,
    ITurnScheduler Turns,
    TimeProvider Time,
    PartitionOptions Options,
    ILogger Logger);

/// <summary>
/// The owner of one partition. Each of its parts does one thing with the same state: appends, reads, the search for offsets, upkeep.
/// </summary>
public sealed class Partition : IPartition, IAsyncDisposable
{
    private readonly PartitionPorts _ports;
    private readonly PartitionState _state;
    private readonly Appends _appends;
    private readonly Reads _reads;
    private readonly OffsetSearch _search;
    private readonly Upkeep _upkeep;

    private Partition(PartitionPorts ports, PartitionState state)
    {
        _ports = ports;
        _state = state;
        _appends = new Appends(state, ports.Options, ports.Turns, ports.Time);
        _reads = new Reads(state, ports.Turns, ports.Time);
        _search = new OffsetSearch(state);
        _upkeep = new Upkeep(state, _appends, ports.Options, ports.Turns, ports.Time, ports.Logger);
    }

    /// <summary>Set when this owner can serve no longer and the host should make a new one.</summary>
    public bool HasFailed => _state.Failure is not null;

    /// <summary>
    /// Set where the reason is a later owner. A host that can tell where that one is should send calls there instead of taking the partition back.
    /// </summary>
    public bool IsFenced => _state.IsFenced;

    /// <summary>How far it reaches, null where it can serve no longer. May be asked from any thread.</summary>
    public PartitionWatermark? Watermark
    {
        get
        {
            try
            {
                return _state.Unavailable == ErrorCode.None && _state.Log.Bounds is var bounds
                    ? new PartitionWatermark(_state.Key, bounds.StartOffset, bounds.EndOffset)
                    : null;
            }
            catch (Exception failure) when (PartitionState.EndsOwner(failure))
            {
                return null;
            }
        }
    }

    /// <summary>Opens the log, which locks earlier owners out, and recovers what the last one knew.</summary>
    /// <exception cref="StorageException">The log cannot be opened; names the file.</exception>
    /// <exception cref="FencedException">A later owner has opened it.</exception>
    public static async ValueTask<Partition> OpenAsync(PartitionPorts ports, CancellationToken cancellationToken)
    {
        var log = await ports.Logs.OpenAsync(ports.Key, ports.LeaderEpoch, PartitionState.Layout(ports.Settings), cancellationToken);
        try
        {
            var state = new PartitionState(ports.Key, ports.LeaderEpoch, log, ports.Settings, ports.Options, ports.Logger);
            await ProducerRecovery.RecoverAsync(state.Producers, log, cancellationToken);
            var partition = new Partition(ports, state);
            partition._upkeep.Start();
            return partition;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var response = await _appends.AppendAsync(request);
        _upkeep.Appended();
        return response;
    }

    /// <inheritdoc/>
    public ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        _reads.ReadAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) => GuardAsync(
        async () => await ConfirmedAsync(await _search.FindAsync(request, cancellationToken)),
        error => new FindOffsetResponse { ErrorCode = error });

    /// <inheritdoc/>
    public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) => GuardAsync(
        () => ConfirmedAsync(EpochHistory.Answer(_state, request)),
        error => new EpochEndResponse { ErrorCode = error });

    /// <inheritdoc/>
    public ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            const long ToHighWatermark = -1;
            var offset = request.Offset == ToHighWatermark ? _state.HighWatermark : request.Offset;
            if (offset < 0 || offset > _state.HighWatermark)
            {
                return await ConfirmedAsync(new TrimResponse { ErrorCode = ErrorCode.OffsetOutOfRange });
            }

            if (!_state.Settings.DeletesOldSegments)
            {
                return new TrimResponse { ErrorCode = ErrorCode.PolicyViolation };
            }

            if (offset > _state.LogStartOffset)
            {
                await _state.Log.TrimAsync(offset, cancellationToken);
                _state.Waiters.ReleaseAll();
            }

            return new TrimResponse { LowWatermark = _state.LogStartOffset };
        },
        error => new TrimResponse { ErrorCode = error });

    /// <inheritdoc/>
    public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken) => GuardAsync(
        () => ConfirmedAsync(new PartitionDescription
        {
            LogStartOffset = _state.Bounds.StartOffset,
            LogEndOffset = _state.Bounds.EndOffset,
            HighWatermark = _state.HighWatermark,
            SizeBytes = _state.Bounds.SizeBytes,
            LeaderEpoch = _state.LeaderEpoch,
            Producers = [.. _state.Producers.All.Select(producer => new PartitionDescription.ProducerDescription
            {
                ProducerId = producer.Key,
                ProducerEpoch = producer.Value.Epoch,
                LastSequence = producer.Value.LastSequence,
                LastTimestamp = producer.Value.LastSeenMs,
            })],
        }),
        error => new PartitionDescription { ErrorCode = error });

    /// <inheritdoc/>
    public ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken)
    {
        _state.Configure(_ports.MakeSettings(topic));
        return default;
    }

    /// <summary>Applies retention now instead of at the next interval.</summary>
    public ValueTask ApplyRetentionAsync() => _upkeep.ApplyRetentionAsync();

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        _state.IsDeleted = true;
        await CloseAsync();
        await _ports.Logs.DeleteAsync(_ports.Key, cancellationToken);
    }

    /// <summary>Closes the log in good order. Nothing depends on it being called; it only makes the next opening faster.</summary>
    public async ValueTask DisposeAsync()
    {
        await _appends.Appending;
        await _upkeep.SaveSnapshotAsync();
        await CloseAsync();
    }

    private async ValueTask CloseAsync()
    {
        if (_state.IsClosed)
        {
            return;
        }

        _state.IsClosed = true;
        _upkeep.Dispose();
        _state.Waiters.ReleaseAll();
        await _appends.Appending;
        await _state.Log.DisposeAsync();
    }

    private async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> call, Func<ErrorCode, T> refuse)
    {
        if (_state.Unavailable != ErrorCode.None)
        {
            return refuse(_state.Unavailable);
        }

        try
        {
            return await call();
        }
        catch (Exception failure) when (PartitionState.IsOfStorage(failure))
        {
            return refuse(_state.ErrorAfter(failure));
        }
    }

    // In this order: the answer was true at a moment when nobody else can have added anything.
    private async ValueTask<T> ConfirmedAsync<T>(T answer)
    {
        await _state.ConfirmAsync();
        return answer;
    }
}
