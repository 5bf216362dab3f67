using System.Buffers;

namespace KafkaGateway.Contracts.Storage;

/// <summary>One batch on its way into a log: opaque bytes, with what the log needs to find it again.</summary>
/// <param name="BaseOffset">The offset of its first record. Must be the log's end offset, or the previous batch's last offset plus 1.</param>
/// <param name="LastOffset">The offset of its last record.</param>
/// <param name="LeaderEpoch">The epoch of the owner that appends it.</param>
/// <param name="MaxTimestamp">The greatest timestamp of its records in ms since 1970, -1 for none.</param>
/// <param name="Bytes">The whole batch, its header included. Immutable from here on; a log may keep it instead of copying it.</param>
public readonly record struct LogBatch(long BaseOffset, long LastOffset, int LeaderEpoch, long MaxTimestamp, ReadOnlyMemory<byte> Bytes);

/// <summary>What a log holds.</summary>
/// <param name="StartOffset">The first offset that may be read.</param>
/// <param name="EndOffset">The offset that the next batch gets.</param>
/// <param name="SizeBytes">What it takes in storage, without indexes.</param>
public readonly record struct LogBounds(long StartOffset, long EndOffset, long SizeBytes);

/// <summary>The first offset that a leader epoch wrote.</summary>
public readonly record struct EpochStart(int Epoch, long StartOffset);

/// <summary>What an owner noted down so that the next one need not read the whole log: valid for all batches below the offset.</summary>
public sealed record LogSnapshot(long Offset, ReadOnlyMemory<byte> State);

/// <summary>When whole segments at the head of a log may go.</summary>
/// <param name="MaxAgeMs">retention.ms; -1 for no limit.</param>
/// <param name="MaxBytes">retention.bytes; -1 for no limit.</param>
public readonly record struct RetentionLimits(long MaxAgeMs, long MaxBytes);

/// <summary>How a log lays out its segments.</summary>
/// <param name="SegmentBytes">segment.bytes</param>
/// <param name="SegmentMs">segment.ms</param>
/// <param name="IndexIntervalBytes">index.interval.bytes</param>
public readonly record struct SegmentLayout(int SegmentBytes, long SegmentMs, int IndexIntervalBytes);

/// <summary>
/// One partition's ordered log of opaque record batches, as one owner has it open. He makes one append at a time; reads may run beside appends
/// and beside each other. A failure of the storage below is a <see cref="StorageException"/>, after which the log must be closed and opened
/// again; but for a <see cref="StorageUnavailableException"/>, which appends and flushes never fail with. Once a later owner has opened the log, everything that changes or confirms something fails with a <see cref="FencedException"/>,
/// without effect, but for an append that was under way when he opened it, which he may have found in the log; reads either do so too, or go on from what this owner knew, which is a beginning of the log that stays true until the later
/// owner deletes it. Closing disturbs no later owner.
/// </summary>
public interface IRecordLog : IAsyncDisposable
{
    /// <summary>What the log holds now.</summary>
    LogBounds Bounds { get; }

    /// <summary>Which epoch wrote from which offset on, oldest first; only of what the log still holds.</summary>
    IReadOnlyList<EpochStart> Epochs { get; }

    /// <summary>
    /// Appends batches, all or none, in order. When it completes they can be read and survive the end of this process; what survives the
    /// end of the machine is for <see cref="FlushAsync"/>.
    /// </summary>
    ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken);

    /// <summary>
    /// Completes when everything appended before the call is as durable as this engine promises. Calls made at the same time share one
    /// flush.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Completes if this owner still is the owner, at some moment between the call and its completion. Cheap: it is asked whenever an answer
    /// would be wrong if a later owner knew more.
    /// </summary>
    /// <exception cref="FencedException">A later owner has opened this log, or it was deleted.</exception>
    ValueTask ConfirmAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whole batches, beginning with the one that holds the offset, as many as fit in the limit. An empty sequence where the offset is
    /// the end, or where the first batch does not fit and <paramref name="atLeastOne"/> is false.
    /// </summary>
    /// <param name="offset">Between the start and end offset.</param>
    /// <param name="maxBytes">The limit in bytes.</param>
    /// <param name="atLeastOne">Return the first batch even where it alone exceeds the limit.</param>
    /// <param name="cancellationToken">Ends the read early.</param>
    ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken);

    /// <summary>
    /// The base offset of the first batch whose greatest timestamp is at or after <paramref name="timestamp"/> (ms), or null where there
    /// is none. The caller looks for the record inside.
    /// </summary>
    ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken);

    /// <summary>The base offset of the first batch with the greatest timestamp in the log, or null where the log is empty.</summary>
    ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken);

    /// <summary>Raises the start offset. Storage below it is freed as far as whole segments allow. Durable when it completes.</summary>
    ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken);

    /// <summary>Deletes what retention no longer wants and returns the start offset after it. Now is in ms since 1970.</summary>
    ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken);

    /// <summary>Takes over changed segment settings, from the next append on.</summary>
    void Configure(SegmentLayout layout);

    /// <summary>Replaces the owner's snapshot. Losing it costs time at the next opening, never data.</summary>
    ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>The last snapshot that is whole and lies within the log, or null.</summary>
    ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken);
}
