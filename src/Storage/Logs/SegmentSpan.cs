using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>A part of a log that comes and goes as a whole, and what rolling and retention ask about it.</summary>
internal class SegmentSpan(long baseOffset, long createdMs)
{
    public long BaseOffset { get; } = baseOffset;

    public long EndOffset { get; protected set; } = baseOffset;

    public long SizeBytes { get; protected set; }

    /// <summary>The first batch's greatest timestamp, from which its age counts as in Kafka; -1 for none.</summary>
    public long FirstTimestamp { get; protected set; } = -1;

    public long MaxTimestamp { get; protected set; } = -1;

    /// <summary>When it was last written, in ms since 1970 by this machine's clock.</summary>
    public long WrittenMs { get; protected set; } = createdMs;

    private long CreatedMs { get; } = createdMs;

    public bool IsEmpty => SizeBytes == 0;

    /// <summary>What retention.ms counts from: the newest record, or the last write where records have no timestamps.</summary>
    public long NewestMs => MaxTimestamp >= 0 ? MaxTimestamp : WrittenMs;

    public void Add(in LogBatch batch, long nowMs)
    {
        if (IsEmpty)
            FirstTimestamp = batch.MaxTimestamp;
        EndOffset = batch.LastOffset + 1;
        SizeBytes += batch.Bytes.Length;
        MaxTimestamp = Math.Max(MaxTimestamp, batch.MaxTimestamp);
        WrittenMs = nowMs;
    }

    /// <summary>Whether a batch belongs into a new segment, by Kafka's rules.</summary>
    public bool MustRollBefore(in LogBatch batch, in SegmentLayout layout, long nowMs)
    {
        if (IsEmpty)
            return false;
        var age = FirstTimestamp >= 0 && batch.MaxTimestamp >= 0 ? batch.MaxTimestamp - FirstTimestamp : nowMs - CreatedMs;
        return SizeBytes + batch.Bytes.Length > layout.SegmentBytes
            || age > layout.SegmentMs
            || batch.LastOffset - BaseOffset > int.MaxValue;
    }
}
