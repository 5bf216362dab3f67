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
/// <param name="LeaderEpoch">The epoch under which this owner writes: higher than that of every owner before it.</param>
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
        _appends = new Appends(state, ports.Options, ports.Time, ports.Logger);
        _reads = new Reads(state, ports.Turns);
        _search = new OffsetSearch(state);
        _upkeep = new Upkeep(state, _appends, ports.Options, ports.Turns, ports.Time, ports.Logger);
    }

    /// <summary>Set when this owner can serve no longer and the host should make a new one.</summary>
    public bool HasFailed => _state.Failure is not null;

    /// <summary>Opens the log and recovers what the last owner knew.</summary>
    /// <exception cref="StorageException">The log cannot be opened; names the file.</exception>
    public static async ValueTask<Partition> OpenAsync(PartitionPorts ports, CancellationToken cancellationToken)
    {
        var log = await ports.Logs.OpenAsync(ports.Key, PartitionState.Layout(ports.Settings), cancellationToken);
        try
        {
            var state = new PartitionState(ports.Key, ports.LeaderEpoch, log, ports.Settings, ports.Options);
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
    public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) =>
        _search.FindAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) =>
        new(Unavailable() is var error && error != ErrorCode.None
            ? new EpochEndResponse { ErrorCode = error }
            : EpochHistory.Answer(_state, request));

    /// <inheritdoc/>
    public async ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken)
    {
        const long ToHighWatermark = -1;
        var error = Unavailable();
        var offset = request.Offset == ToHighWatermark ? _state.HighWatermark : request.Offset;
        if (error == ErrorCode.None && (offset < 0 || offset > _state.HighWatermark))
        {
            error = ErrorCode.OffsetOutOfRange;
        }

        if (error == ErrorCode.None && !_state.Settings.DeletesOldSegments)
        {
            error = ErrorCode.PolicyViolation;
        }

        if (error != ErrorCode.None)
        {
            return new TrimResponse { ErrorCode = error };
        }

        if (offset > _state.LogStartOffset)
        {
            await _state.Log.TrimAsync(offset, cancellationToken);
            _state.Waiters.ReleaseAll();
        }

        return new TrimResponse { LowWatermark = _state.LogStartOffset };
    }

    /// <inheritdoc/>
    public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var bounds = _state.Log.Bounds;
        return new(new PartitionDescription
        {
            ErrorCode = Unavailable(),
            LogStartOffset = bounds.StartOffset,
            LogEndOffset = bounds.EndOffset,
            HighWatermark = _state.HighWatermark,
            SizeBytes = bounds.SizeBytes,
            LeaderEpoch = _state.LeaderEpoch,
            Producers = [.. _state.Producers.All.Select(producer => new PartitionDescription.ProducerDescription
            {
                ProducerId = producer.Key,
                ProducerEpoch = producer.Value.Epoch,
                LastSequence = producer.Value.LastSequence,
                LastTimestamp = producer.Value.LastSeenMs,
            })],
        });
    }

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
        if (!_state.IsDeleted)
        {
            _state.IsDeleted = true;
            await CloseAsync();
        }

        await _ports.Logs.DeleteAsync(_ports.Key, cancellationToken);
    }

    /// <summary>Closes the log in good order. Nothing depends on it being called; it only makes the next opening faster.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_state.IsDeleted)
        {
            return;
        }

        await _upkeep.SaveSnapshotAsync();
        await CloseAsync();
    }

    private async ValueTask CloseAsync()
    {
        _upkeep.Dispose();
        _state.Waiters.ReleaseAll();
        await _state.Log.DisposeAsync();
    }

    private ErrorCode Unavailable() =>
        _state.IsDeleted ? ErrorCode.UnknownTopicOrPartition : _state.Failure is not null ? ErrorCode.KafkaStorageError : ErrorCode.None;
}
