using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>Finds batches by their greatest timestamp: the segment by what is known of each, the batch by index and headers.</summary>
internal sealed class TimestampSearch(LogState state, LogContext context)
{
    public long? FindFirst(long timestamp)
    {
        var (start, segments) = Look();
        foreach (var (segment, facts) in segments)
        {
            if (facts.MaxTimestamp >= timestamp && Walk(segment, facts, start, timestamp).First is { } found)
                return found;
        }

        return null;
    }

    public long? FindMax()
    {
        var (start, segments) = Look();
        var (max, owner) = (long.MinValue, -1);
        for (var i = 0; i < segments.Length; i++)
        {
            var (segment, facts) = segments[i];
            if (facts.IsEmpty || facts.MaxTimestamp <= max)
                continue;
            // Where the head of a segment is cut off, the greatest timestamp may be gone with it.
            var own = start > segment.BaseOffset ? Walk(segment, facts, start, long.MaxValue).Max : facts.MaxTimestamp;
            if (own > max)
                (max, owner) = (own, i);
        }

        return owner < 0 ? null : Walk(segments[owner].Segment, segments[owner].Facts, start, max).First;
    }

    private (long Start, (Segment Segment, SegmentFacts Facts)[] Segments) Look()
    {
        lock (state.Gate)
        {
            state.CheckUsable();
            return (state.Start, [.. state.Segments.Select(segment => (segment, segment.Facts))]);
        }
    }

    /// <summary>The first live batch whose greatest timestamp reaches the given one, and the greatest one of those passed on the way.</summary>
    private (long? First, long Max) Walk(Segment segment, in SegmentFacts facts, long start, long timestamp)
    {
        var max = long.MinValue;
        OpenSegment? open = null;
        try
        {
            (open, var from) = Rent(segment, start, timestamp);
            using var walk = new HeaderWalk(open.File, open.Path, from, facts.SizeBytes);
            while (walk.MoveNext())
            {
                if (walk.Header.LastOffset < start)
                    continue;
                if (walk.Header.MaxTimestamp >= timestamp)
                    return (walk.Header.BaseOffset, walk.Header.MaxTimestamp);
                max = Math.Max(max, walk.Header.MaxTimestamp);
            }

            return (null, max);
        }
        catch (StorageException) when (segment.IsGone && segment.EndOffset <= state.Start)
        {
            return (null, long.MinValue);
        }
        finally
        {
            open?.Return();
        }
    }

    private (OpenSegment Open, long From) Rent(Segment segment, long start, long timestamp)
    {
        lock (state.Gate)
        {
            if (segment.Open is { } open)
                return (open.Rent(), From(open.Index));
        }

        var complete = context.Cache.Rent(segment);
        return (complete, From(complete.Index));

        long From(SegmentIndex index)
        {
            var atStart = start > segment.BaseOffset ? index.FindOffset(start) : 0;
            return timestamp == long.MaxValue ? atStart : Math.Max(atStart, index.FindTimestamp(timestamp));
        }
    }
}
