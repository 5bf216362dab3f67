using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>Appends to the newest segment and begins new ones. Called under the log's writing lock.</summary>
internal sealed class LogWriter(LogState state, LogContext context, LogFlusher flusher, SegmentLayout layout)
{
    private readonly List<ReadOnlyMemory<byte>> _buffers = [];

    public SegmentLayout Layout { get; set; } = layout;

    public void Append(IReadOnlyList<LogBatch> batches)
    {
        var undo = new AppendUndo(state, context);
        var nowMs = context.NowMs;
        try
        {
            for (var next = 0; next < batches.Count;)
                next = AppendRun(batches, next, nowMs);
        }
        catch (StorageException e)
        {
            undo.Run();
            state.Fail(e);
            context.Logger.AppendFailed(e, state.Key);
            throw;
        }
        finally
        {
            _buffers.Clear();
        }

        flusher.MarkDirty();
    }

    /// <summary>Begins a new segment at the end of the log.</summary>
    public Segment Roll(long nowMs)
    {
        var segment = new Segment(state.Folder, state.End, nowMs);
        var file = context.Disk.OpenOrCreate(segment.LogPath);
        segment.Open = new OpenSegment(file, segment.LogPath, new SegmentIndex(segment.BaseOffset));
        lock (state.Gate)
        {
            state.Segments.Add(segment);
            state.UnflushedFolders.Add(state.Folder.Path);
        }

        flusher.MarkDirty();
        flusher.FlushInBackground();
        return segment;
    }

    /// <summary>Writes the batches that go into one segment with one call and returns the index of the next one.</summary>
    private int AppendRun(IReadOnlyList<LogBatch> batches, int from, long nowMs)
    {
        var active = state.Active;
        if (active.MustRollBefore(batches[from], Layout, nowMs))
            active = Roll(nowMs);
        var facts = active.Facts;
        var to = from;
        _buffers.Clear();
        do
        {
            facts = facts.With(batches[to], nowMs);
            _buffers.Add(batches[to++].Bytes);
        }
        while (to < batches.Count && !active.MustRollBefore(facts, batches[to], Layout, nowMs));

        context.Disk.Write(active.Open!.File, active.LogPath, _buffers, active.Facts.SizeBytes);
        lock (state.Gate)
        {
            for (var i = from; i < to; i++)
                Publish(active, batches[i], nowMs);
            LimitTail();
        }

        return to;
    }

    private void Publish(Segment active, in LogBatch batch, long nowMs)
    {
        active.Open!.Index.Consider(batch.BaseOffset, active.Facts.SizeBytes, active.Facts.MaxTimestamp, Layout.IndexIntervalBytes);
        active.Facts = active.Facts.With(batch, nowMs);
        state.SizeBytes += batch.Bytes.Length;
        state.Epochs.Add(batch.LeaderEpoch, batch.BaseOffset);
        state.Tail.Append(batch);
    }

    private void LimitTail()
    {
        var limit = context.TailCacheBytes;
        var dropped = 0;
        for (var size = state.Tail.SizeBytes; size > limit; size -= state.Tail[dropped++].Memory.Length)
        {
        }

        state.Tail.DropHead(dropped);
    }
}
