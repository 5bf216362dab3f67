using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>What a segment holds, as rolling and retention ask about it.</summary>
/// <param name="EndOffset">The offset after its last batch.</param>
/// <param name="SizeBytes">The length of its batches.</param>
/// <param name="FirstTimestamp">The first batch's greatest timestamp, from which its age counts as in Kafka; -1 for none.</param>
/// <param name="MaxTimestamp">The greatest timestamp of its batches, -1 for none.</param>
/// <param name="WrittenMs">When it was last written, in ms since 1970 by this machine's clock.</param>
internal readonly record struct SegmentFacts(long EndOffset, long SizeBytes, long FirstTimestamp, long MaxTimestamp, long WrittenMs)
{
    public static SegmentFacts Empty(long baseOffset, long nowMs) => new(baseOffset, 0, -1, -1, nowMs);

    public bool IsEmpty => SizeBytes == 0;

    /// <summary>What retention.ms counts from: the newest record, or the last write where records have no timestamps.</summary>
    public long NewestMs => MaxTimestamp >= 0 ? MaxTimestamp : WrittenMs;

    public SegmentFacts With(in LogBatch batch, long nowMs) => With(batch.LastOffset, batch.Bytes.Length, batch.MaxTimestamp, nowMs);

    public SegmentFacts With(long lastOffset, long sizeBytes, long maxTimestamp, long nowMs) => new(
        lastOffset + 1, SizeBytes + sizeBytes, IsEmpty ? maxTimestamp : FirstTimestamp, Math.Max(MaxTimestamp, maxTimestamp), nowMs);
}
