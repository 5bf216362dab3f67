using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Memory;

/// <summary>
/// A partition's log in memory, as one owner has it open. Keeps the given batches instead of copying them, and every call completes before it
/// returns. One who was locked out reads on, from what he knew: what the later owner does is as invisible to him as if it were elsewhere.
/// </summary>
public sealed class MemoryRecordLog : IRecordLog
{
    private readonly PartitionKey _key;
    private readonly MemoryLogData _data;
    private readonly TimeProvider _time;
    private readonly int _crashes;
    private SegmentLayout _layout;
    private LastView? _lastView;

    internal MemoryRecordLog(PartitionKey key, int leaderEpoch, MemoryLogData data, SegmentLayout layout, TimeProvider time)
    {
        (_key, LeaderEpoch, _data, _layout, _time, _crashes) = (key, leaderEpoch, data, layout, time, data.Crashes);
    }

    /// <inheritdoc/>
    public LogBounds Bounds
    {
        get
        {
            lock (_data.Gate)
                return _lastView?.Bounds ?? Owned().Bounds;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<EpochStart> Epochs
    {
        get
        {
            lock (_data.Gate)
                return _lastView?.Epochs ?? Owned().Epochs;
        }
    }

    internal int LeaderEpoch { get; }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Owned().Append(batches, _layout, NowMs);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Owned().Flush();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Owned();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
        {
            if (_lastView is not { } view || _crashes != _data.Crashes)
                return new(Owned().Read(offset, maxBytes, atLeastOne, _data.Bounds.EndOffset));
            return offset >= view.Bounds.StartOffset && offset < _data.Bounds.StartOffset
                ? throw view.Fenced
                : new(_data.Read(offset, maxBytes, atLeastOne, view.Bounds.EndOffset));
        }
    }

    /// <inheritdoc/>
    public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            return new(Owned().FindByTimestamp(timestamp));
    }

    /// <inheritdoc/>
    public ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            return new(Owned().FindMaxTimestamp());
    }

    /// <inheritdoc/>
    public ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Owned().Trim(startOffset, NowMs);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            return new(Owned().ApplyRetention(limits, nowMs));
    }

    /// <inheritdoc/>
    public void Configure(SegmentLayout layout)
    {
        lock (_data.Gate)
            _layout = layout;
    }

    /// <inheritdoc/>
    public ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Owned().Snapshot = snapshot;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken)
    {
        lock (_data.Gate)
        {
            var (snapshot, bounds) = (Owned().Snapshot, _data.Bounds);
            return new(snapshot?.Offset >= bounds.StartOffset && snapshot.Offset <= bounds.EndOffset ? snapshot : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_data.Gate)
        {
            _lastView = null;
            if (_data.Owner == this)
                _data.Owner = null;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Locks this owner out, who has the log open. Called under the data's lock.</summary>
    internal void Fence(FencedException fenced) => _lastView = new(_data.Bounds, _data.Epochs, fenced);

    private MemoryLogData Owned() =>
        _data.Owner == this ? _data
        : _lastView is { } view && _crashes == _data.Crashes ? throw view.Fenced
        : throw new StorageException($"The log of {_key} in memory is not open any more.");

    /// <summary>What an owner knew when he was locked out.</summary>
    private sealed record LastView(LogBounds Bounds, IReadOnlyList<EpochStart> Epochs, FencedException Fenced);
}
