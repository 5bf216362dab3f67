using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>Makes a log durable: segments oldest first, then the folder; and closes what is complete.</summary>
internal sealed class LogFlusher
{
    private readonly LogState _state;
    private readonly LogContext _context;
    private readonly LogOwnership _ownership;
    private readonly GroupFlush _group;
    private readonly Lock _checkpoint = new();

    public LogFlusher(LogState state, LogContext context, LogOwnership ownership)
    {
        (_state, _context, _ownership) = (state, context, ownership);
        _group = new GroupFlush(Flush);
    }

    public void MarkDirty() => _group.MarkDirty();

    public ValueTask FlushAsync(CancellationToken cancellationToken) => _group.RequestAsync(cancellationToken);

    public Task WaitUntilIdleAsync() => _group.WaitUntilIdleAsync();

    /// <summary>Flushes without anybody who waits for it. A failure is found by the next one who uses the log.</summary>
    public void FlushInBackground() => _ = FlushAsync(CancellationToken.None).AsTask()
        .ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>For who holds the ownership of the log.</summary>
    public void SaveCheckpoint()
    {
        lock (_checkpoint)
        {
            Checkpoint checkpoint;
            lock (_state.Gate)
                checkpoint = _state.ToCheckpoint();
            checkpoint.Save(_context.Disk, _state.Folder.Checkpoint);
        }
    }

    private void Flush()
    {
        List<(Segment Segment, SegmentFacts Facts, OpenSegment Open)> dirty;
        string[] folders;
        lock (_state.Gate)
        {
            _state.CheckUsable();
            dirty = [.. _state.Segments.Where(segment => !segment.IsFlushed).Select(segment => (segment, segment.Facts, segment.Open!.Rent()))];
            folders = [.. _state.UnflushedFolders];

            // Now: a segment that is begun meanwhile marks its folder again. If the flush fails, it is the next opening that marks it.
            _state.UnflushedFolders.Clear();
        }

        try
        {
            foreach (var (_, _, open) in dirty)
                _context.Disk.Flush(open.File, open.Path);
            foreach (var folder in folders)
                _context.Disk.FlushFolder(folder);
            lock (_state.Gate)
            {
                foreach (var (segment, facts, _) in dirty)
                    segment.Flushed = facts;
            }

            Complete();
        }
        catch (Exception e) when (e is not FencedException)
        {
            ThrowIfFenced();

            // What a failed fsync leaves in memory and what on the disk is not known: opening the log again writes it again.
            NoteFailure();
            _state.Fail(e);
            throw;
        }
        finally
        {
            foreach (var (_, _, open) in dirty)
                open.Return();
        }
    }

    // For whoever opens the log next, in this process or another, before the machine ends: after that the memory cannot differ from the disk.
    private void NoteFailure()
    {
        try
        {
            _context.Disk.OpenOrCreate(_state.Folder.FlushFailure).Dispose();
        }
        catch (StorageException e)
        {
            _context.Logger.FlushFailureUnnoted(e, _state.Key);
        }
    }

    // A flush fails too where somebody else has deleted the files.
    private void ThrowIfFenced()
    {
        lock (_state.Gate)
            _state.CheckUsable();
        try
        {
            _ownership.Confirm();
        }
        catch (FencedException fenced)
        {
            _state.Fence(fenced);
            throw;
        }
    }

    private void Complete()
    {
        List<(Segment Segment, OpenSegment Open, IndexFile Index)> complete;
        lock (_state.Gate)
        {
            complete = [.. _state.Segments
                .Where(segment => segment != _state.Active && segment.IsFlushed && segment.Open is not null)
                .Select(segment => (segment, segment.Open!.Rent(), new IndexFile(segment.Facts, _state.EpochsWithin(segment), segment.Open.Index)))];
        }

        if (complete.Count == 0)
            return;
        try
        {
            using var held = _ownership.Enter();
            foreach (var (segment, _, index) in complete)
                index.Save(_context.Disk, segment.IndexPath);
            SaveCheckpoint();
        }
        catch
        {
            complete.ForEach(segment => segment.Open.Return());
            throw;
        }

        lock (_state.Gate)
        {
            foreach (var (segment, open, _) in complete)
            {
                if (segment.Open == open)
                {
                    _context.Cache.Add(segment, open);
                    segment.Open = null;
                }

                open.Return();
            }
        }
    }
}
