using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Memory;

/// <summary>
/// A partition's log in memory, as one owner has it open. Keeps the given batches instead of copying them, and every call completes before it returns.
/// </summary>
public sealed class MemoryRecordLog : IRecordLog
{
    private readonly PartitionKey _key;
    private readonly MemoryLogData _data;
    private readonly TimeProvider _time;
    private SegmentLayout _layout;

    internal MemoryRecordLog(PartitionKey key, MemoryLogData data, SegmentLayout layout, TimeProvider time)
    {
        (_key, _data, _layout, _time) = (key, data, layout, time);
    }

    /// <inheritdoc/>
    public LogBounds Bounds => Locked(static data => data.Bounds);

    /// <inheritdoc/>
    public IReadOnlyList<EpochStart> Epochs => Locked(static data => data.Epochs);

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Opened().Append(batches, _layout, NowMs);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Opened().Flush();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            return new(Opened().Read(offset, maxBytes, atLeastOne));
    }

    /// <inheritdoc/>
    public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            return new(Opened().FindByTimestamp(timestamp));
    }

    /// <inheritdoc/>
    public ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken) => new(Locked(static data => data.FindMaxTimestamp()));

    /// <inheritdoc/>
    public ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            Opened().Trim(startOffset, NowMs);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken)
    {
        lock (_data.Gate)
            return new(Opened().ApplyRetention(limits, nowMs));
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
            Opened().Snapshot = snapshot;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) => new(Locked(static data =>
        data.Snapshot is { } snapshot && snapshot.Offset >= data.Bounds.StartOffset && snapshot.Offset <= data.Bounds.EndOffset ? snapshot : null));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_data.Gate)
        {
            if (_data.Owner == this)
                _data.Owner = null;
        }

        return ValueTask.CompletedTask;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private T Locked<T>(Func<MemoryLogData, T> read)
    {
        lock (_data.Gate)
            return read(Opened());
    }

    private MemoryLogData Opened() =>
        _data.Owner == this ? _data : throw new StorageException($"The log of {_key} in memory is not open any more.");
}
