using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// Appends to the newest segment and begins new ones. Called under the log's writing lock. All of an append is in the files before any of it
/// stands in the log's state: a flush meanwhile must not note down what is taken back if the rest cannot be written.
/// </summary>
internal sealed class LogWriter(LogState state, LogContext context, LogFlusher flusher, SegmentLayout layout)
{
    private readonly List<Run> _runs = [];
    private readonly List<ReadOnlyMemory<byte>> _buffers = [];

    /// <summary>The batches of an append that go into one segment: the active one or, not yet known to the state, a new one.</summary>
    private readonly record struct Run(Segment Segment, int From, int To);

    public SegmentLayout Layout { get; set; } = layout;

    public void Append(IReadOnlyList<LogBatch> batches)
    {
        var nowMs = context.NowMs;
        try
        {
            Write(batches, nowMs);
            Publish(batches, nowMs);
        }
        finally
        {
            _runs.Clear();
            _buffers.Clear();
        }
    }

    /// <summary>Begins a new segment at the end of the log.</summary>
    public void Roll(long nowMs)
    {
        var segment = Create(state.End, nowMs);
        lock (state.Gate)
            Add(segment);
        flusher.MarkDirty();
        flusher.FlushInBackground();
    }

    private Segment Create(long baseOffset, long nowMs)
    {
        var segment = new Segment(state.Folder, baseOffset, nowMs);
        var file = context.Disk.OpenOrCreate(segment.LogPath);
        segment.Open = new OpenSegment(file, segment.LogPath, new SegmentIndex(baseOffset));
        return segment;
    }

    private void Add(Segment segment)
    {
        state.Segments.Add(segment);
        state.UnflushedFolders.Add(state.Folder.Path);
    }

    private void Write(IReadOnlyList<LogBatch> batches, long nowMs)
    {
        try
        {
            for (var next = 0; next < batches.Count; next = _runs[^1].To)
                WriteRun(batches, next, nowMs);
        }
        catch (Exception e)
        {
            TakeBack();
            state.Fail(e);
            context.Logger.AppendFailed(e, state.Key);
            throw;
        }
    }

    /// <summary>Writes the batches that go into one segment with one call.</summary>
    private void WriteRun(IReadOnlyList<LogBatch> batches, int from, long nowMs)
    {
        var segment = state.Active;
        if (from > 0 || segment.MustRollBefore(batches[from], Layout, nowMs))
            segment = Create(batches[from].BaseOffset, nowMs);
        var facts = segment.Facts;
        var to = from;
        _buffers.Clear();
        do
        {
            facts = facts.With(batches[to], nowMs);
            _buffers.Add(batches[to++].Bytes);
        }
        while (to < batches.Count && !segment.MustRollBefore(facts, batches[to], Layout, nowMs));

        _runs.Add(new Run(segment, from, to));
        context.Disk.Write(segment.Open!.File, segment.LogPath, _buffers, segment.Facts.SizeBytes);
    }

    private void Publish(IReadOnlyList<LogBatch> batches, long nowMs)
    {
        var began = false;
        lock (state.Gate)
        {
            foreach (var (segment, from, to) in _runs)
            {
                if (segment != state.Active)
                {
                    Add(segment);
                    began = true;
                }

                for (var i = from; i < to; i++)
                    Publish(segment, batches[i], nowMs);
            }

            LimitTail();
        }

        flusher.MarkDirty();
        if (began)
            flusher.FlushInBackground();
    }

    private void Publish(Segment active, in LogBatch batch, long nowMs)
    {
        active.Open!.Index.Consider(batch.BaseOffset, active.Facts.SizeBytes, active.Facts.MaxTimestamp, Layout.IndexIntervalBytes);
        active.Facts = active.Facts.With(batch, nowMs);
        state.SizeBytes += batch.Bytes.Length;
        state.Epochs.Add(batch.LeaderEpoch, batch.BaseOffset);
        state.Tail.Append(batch);
    }

    /// <summary>The next opening must not find half of an append. Newest first: where the process ends meanwhile, no segment is missing between others.</summary>
    private void TakeBack()
    {
        try
        {
            for (var i = _runs.Count - 1; i >= 0; i--)
            {
                var segment = _runs[i].Segment;
                if (segment == state.Active)
                {
                    context.Disk.SetLength(segment.Open!.File, segment.LogPath, segment.Facts.SizeBytes);
                    continue;
                }

                segment.Open!.Return();
                context.Disk.Delete(segment.LogPath);
            }
        }
        catch (StorageException e)
        {
            context.Logger.UndoFailed(e, state.Key);
        }
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
