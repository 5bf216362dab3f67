using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>Forgets the head of a log: first the checkpoint says so durably, then the files go.</summary>
internal sealed class LogHead(LogState state, LogContext context, LogOwnership ownership, LogWriter writer, LogFlusher flusher)
{
    private readonly Lock _cutting = new();

    public ValueTask TrimAsync(long startOffset)
    {
        lock (state.Gate)
        {
            state.CheckUsable();
            if (startOffset <= state.Start)
                return ValueTask.CompletedTask;
            LogRules.CheckOffset(state.Key, startOffset, state.Start, state.End);
        }

        return new(Task.Run(() => CutAsync(startOffset, () => RetentionRule.CountBelow(state.Segments, startOffset))));
    }

    public ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs)
    {
        lock (state.Gate)
        {
            state.CheckUsable();
            if (RetentionRule.CountExpired(state.Segments, limits, nowMs) == 0)
                return new(state.Start);
        }

        return new(Task.Run(() => CutAsync(state.Start, () => RetentionRule.CountExpired(state.Segments, limits, nowMs))));
    }

    /// <summary>Returns when no cut is under way any more, for who has closed the log to new ones.</summary>
    public void WaitUntilIdle()
    {
        lock (_cutting)
        {
        }
    }

    private async Task<long> CutAsync(long startOffset, Func<int> count)
    {
        if (CutsUnflushed(startOffset, count))
            await flusher.FlushAsync(CancellationToken.None);
        lock (_cutting)
            return CutAlone(startOffset, count);
    }

    /// <summary>
    /// What is cut off must be on the disk. Else a power failure can leave a log that ends before it begins or, before the checkpoint is written,
    /// one that has what was flushed meanwhile and not what lies before.
    /// </summary>
    private bool CutsUnflushed(long startOffset, Func<int> count)
    {
        lock (state.Gate)
        {
            state.CheckUsable();
            var first = state.IndexOf(startOffset);
            return CountFlushed() < count() || (first >= 0 && state.Segments[first].Flushed.EndOffset < startOffset);
        }
    }

    private int CountFlushed() => state.Segments.TakeWhile(segment => segment.IsFlushed).Count();

    private long CutAlone(long startOffset, Func<int> count)
    {
        try
        {
            lock (state.Gate)
                state.CheckUsable();
            using var held = ownership.Enter();
            List<Segment> removed;
            lock (state.Writing)
                removed = Remove(startOffset, count);
            flusher.SaveCheckpoint();
            foreach (var segment in removed)
                Delete(segment);
            if (removed.Count > 0)
                context.Logger.SegmentsDeleted(removed.Count, state.Key, state.Start);
            return state.Start;
        }
        catch (StorageException e)
        {
            state.Fail(e);
            throw;
        }
    }

    private List<Segment> Remove(long startOffset, Func<int> count)
    {
        int dropped;
        lock (state.Gate)
            dropped = Math.Min(count(), CountFlushed());
        if (dropped == state.Segments.Count)
            writer.Roll(context.NowMs);
        lock (state.Gate)
        {
            var removed = state.Segments.GetRange(0, dropped);
            state.Segments.RemoveRange(0, dropped);
            state.SizeBytes -= removed.Sum(segment => segment.Facts.SizeBytes);
            var firstKept = state.Segments[0].BaseOffset;
            state.Start = Math.Max(Math.Max(state.Start, startOffset), firstKept);
            state.Epochs.TrimHead(state.Start);
            state.Tail.DropHead(state.Tail.IndexOf(firstKept - 1) + 1);
            return removed;
        }
    }

    private void Delete(Segment segment)
    {
        context.Cache.Drop(segment);
        OpenSegment? open;
        lock (state.Gate)
        {
            open = segment.Open;
            segment.Open = null;
        }

        open?.Return();
        context.Disk.Delete(segment.LogPath);
        context.Disk.Delete(segment.IndexPath);
    }
}
