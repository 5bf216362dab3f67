using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>A part of a log that comes and goes as a whole.</summary>
internal class SegmentSpan(long baseOffset, long createdMs)
{
    public long BaseOffset { get; } = baseOffset;

    public SegmentFacts Facts { get; set; } = SegmentFacts.Empty(baseOffset, createdMs);

    public long EndOffset => Facts.EndOffset;

    public bool IsEmpty => Facts.IsEmpty;

    public bool MustRollBefore(in LogBatch batch, in SegmentLayout layout, long nowMs) => MustRollBefore(Facts, batch, layout, nowMs);

    /// <summary>Whether a batch belongs into a new segment once this one holds that much, by Kafka's rules.</summary>
    public bool MustRollBefore(in SegmentFacts facts, in LogBatch batch, in SegmentLayout layout, long nowMs)
    {
        if (facts.IsEmpty)
            return false;
        var age = facts.FirstTimestamp >= 0 && batch.MaxTimestamp >= 0 ? batch.MaxTimestamp - facts.FirstTimestamp : nowMs - createdMs;
        return facts.SizeBytes + batch.Bytes.Length > layout.SegmentBytes
            || age > layout.SegmentMs
            || batch.LastOffset - BaseOffset > int.MaxValue;
    }
}
