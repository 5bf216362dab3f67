using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>Which segments at the head of a log may go.</summary>
internal static class RetentionRule
{
    /// <summary>How many segments are too old or too much, the oldest first. The newest one goes too when its last record is too old.</summary>
    public static int CountExpired(IReadOnlyList<SegmentSpan> segments, in RetentionLimits limits, long nowMs)
    {
        var expired = 0;
        if (limits.MaxAgeMs >= 0)
        {
            while (expired < segments.Count && !segments[expired].IsEmpty && nowMs - segments[expired].Facts.NewestMs > limits.MaxAgeMs)
                expired++;
        }

        if (limits.MaxBytes < 0)
            return expired;
        var excess = -limits.MaxBytes;
        for (var i = expired; i < segments.Count; i++)
            excess += segments[i].Facts.SizeBytes;
        while (expired < segments.Count && !segments[expired].IsEmpty && excess >= segments[expired].Facts.SizeBytes)
            excess -= segments[expired++].Facts.SizeBytes;
        return expired;
    }

    /// <summary>How many segments hold nothing at or above a start offset.</summary>
    public static int CountBelow(IReadOnlyList<SegmentSpan> segments, long startOffset)
    {
        var below = 0;
        while (below < segments.Count && !segments[below].IsEmpty && segments[below].EndOffset <= startOffset)
            below++;
        return below;
    }
}
