using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// A partition's log in segment files that hold Kafka's own batches. Appending copies into the system's memory and survives the end of
/// the process; flushing is an fsync and survives the end of the machine.
/// </summary>
internal sealed class LocalRecordLog : IRecordLog
{
    private readonly LogState _state;
    private readonly LogContext _context;
    private readonly LogOwnership _ownership;
    private readonly LogFlusher _flusher;
    private readonly LogWriter _writer;
    private readonly LogReader _reader;
    private readonly LogHead _head;
    private readonly TimestampSearch _search;
    private readonly Action<LocalRecordLog> _closed;
    private readonly Lock _snapshots = new();
    private Task? _closing;

    public LocalRecordLog(
        LogState state, LogContext context, LogOwnership ownership, int leaderEpoch, SegmentLayout layout, Action<LocalRecordLog> closed)
    {
        (_state, _context, _ownership, LeaderEpoch, _closed) = (state, context, ownership, leaderEpoch, closed);
        _flusher = new LogFlusher(state, context, ownership);
        _writer = new LogWriter(state, context, _flusher, layout);
        _reader = new LogReader(state, context, ownership);
        _head = new LogHead(state, context, ownership, _writer, _flusher);
        _search = new TimestampSearch(state, context);
        context.CountOpened(1);
        if (state.Segments.Any(segment => !segment.IsFlushed))
            _flusher.MarkDirty();
        if (state.Segments.Any(segment => segment != state.Active && segment.Open is not null))
            _flusher.FlushInBackground();
    }

    public int LeaderEpoch { get; }

    public LogBounds Bounds
    {
        get
        {
            lock (_state.Gate)
                return _state.Bounds;
        }
    }

    public IReadOnlyList<EpochStart> Epochs
    {
        get
        {
            lock (_state.Gate)
                return _state.Epochs.Entries;
        }
    }

    /// <summary>Whether the log was closed with all it held on the disk.</summary>
    public bool WasClosedCleanly { get; private set; }

    public ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken)
    {
        using (Enter())
        lock (_state.Writing)
        {
            CheckUsable();
            LogRules.CheckAppend(_state.Key, batches, _state.End);
            for (var i = 0; i < batches.Count; i++)
                BatchCheck.CheckHeader(batches[i]);
            if (batches.Count > 0)
                _writer.Append(batches);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // Asked before: what was appended until then is in the log, whoever owns it when it is on the disk.
        Confirm();
        return _flusher.FlushAsync(cancellationToken);
    }

    public ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        Confirm();
        return ValueTask.CompletedTask;
    }

    public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken) =>
        _reader.ReadAsync(offset, maxBytes, atLeastOne, cancellationToken);

    public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken) =>
        new(Task.Run(() => _ownership.Explain(() => _search.FindFirst(timestamp)), cancellationToken));

    public ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken) =>
        new(Task.Run(() => _ownership.Explain(_search.FindMax), cancellationToken));

    public ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken)
    {
        Confirm();
        return _head.TrimAsync(startOffset);
    }

    public ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken)
    {
        Confirm();
        return _head.ApplyRetentionAsync(limits, nowMs);
    }

    public void Configure(SegmentLayout layout)
    {
        lock (_state.Writing)
            _writer.Layout = layout;
    }

    /// <summary>Begins a new segment now, so that all before it can be trimmed; nothing where the newest one is empty.</summary>
    public void Roll()
    {
        lock (_state.Writing)
        {
            CheckUsable();
            if (!_state.Active.IsEmpty)
                _writer.Roll(_context.NowMs);
        }
    }

    public ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken) => new(Task.Run(
        () =>
        {
            lock (_snapshots)
            {
                using var held = Enter();
                LogSnapshotFile.Save(_context.Disk, _state.Folder, snapshot);
            }
        },
        cancellationToken));

    public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
        new(Task.Run(() => LogSnapshotFile.Load(_state.Folder, Bounds), cancellationToken));

    /// <summary>Locks the owner out. Completes when nothing touches the files any more, whatever the owner does.</summary>
    public async Task FenceAsync(FencedException fenced)
    {
        _state.Fence(fenced);
        await DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        lock (_snapshots)
            return new(_closing ??= CloseAsync());
    }

    private LogOwnership.Hold Enter()
    {
        CheckUsable();
        try
        {
            return _ownership.Enter();
        }
        catch (StorageException)
        {
            // Where a later owner of this process has just closed the files, that is the reason.
            CheckUsable();
            throw;
        }
    }

    private void Confirm()
    {
        CheckUsable();
        try
        {
            _ownership.Confirm();
        }
        catch (StorageException)
        {
            CheckUsable();
            throw;
        }
    }

    private void CheckUsable()
    {
        lock (_state.Gate)
            _state.CheckUsable();
    }

    /// <summary>Waits for all that works on the files, whatever comes of it: the next one who opens them must be alone with them.</summary>
    private async Task CloseAsync()
    {
        var flushed = await TryFlushAsync();
        _state.Close();
        await Task.Run(WaitForWriters);
        await _flusher.WaitUntilIdleAsync();
        await Task.Run(() => CloseFiles(flushed));
        _context.CountOpened(-1);
        _closed(this);
    }

    private void WaitForWriters()
    {
        lock (_state.Writing)
        {
        }

        lock (_snapshots)
        {
        }

        _head.WaitUntilIdle();
    }

    private async ValueTask<bool> TryFlushAsync()
    {
        if (_state.HasFailed)
            return false;
        try
        {
            await _flusher.FlushAsync(CancellationToken.None);
            return true;
        }
        catch (StorageException e)
        {
            _context.Logger.CloseFailed(e, _state.Key);
            return false;
        }
        catch (FencedException)
        {
            return false;
        }
    }

    private void CloseFiles(bool flushed)
    {
        try
        {
            if (flushed)
                NoteDown();
        }
        catch (StorageException e)
        {
            _context.Logger.CloseFailed(e, _state.Key);
        }
        catch (FencedException)
        {
            // The files are somebody else's by now.
        }

        lock (_state.Writing)
        lock (_state.Gate)
        {
            foreach (var segment in _state.Segments)
            {
                _context.Cache.Drop(segment);
                segment.Open?.Return();
                segment.Open = null;
            }

            _state.Tail.Clear();
        }

        _ownership.Dispose();
    }

    /// <summary>Spares the next opening the check of the newest segment.</summary>
    private void NoteDown()
    {
        using (_ownership.Enter())
        lock (_state.Writing)
        {
            var active = _state.Active;
            if (active.IsFlushed && !active.IsEmpty)
                new IndexFile(active.Facts, _state.EpochsWithin(active), active.Open!.Index).Save(_context.Disk, active.IndexPath);
            WasClosedCleanly = active.IsFlushed;
        }
    }
}
