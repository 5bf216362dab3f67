using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.SeaweedMq.Filer;
using KafkaGateway.SeaweedMq.Logs;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.SeaweedMq;

/// <summary>
/// A partition's log on a SeaweedMQ broker, as one owner has it open. What was appended is in the broker's memory and in this process, until the
/// filer shows it on the disk; if the broker ends before, it is sent again.
/// </summary>
internal sealed class SeaweedRecordLog : IRecordLog
{
    private readonly PartitionKey _key;
    private readonly SeaweedMqOptions _options;
    private readonly Ownership _ownership;
    private readonly LogFiles _logFiles;
    private readonly TimeProvider _time;
    private readonly Lock _gate;
    private readonly Tail _tail;
    private readonly Publisher _publisher;
    private readonly EpochList _epochs;
    private readonly List<TermStart> _terms;
    private readonly List<(long Offset, TaskCompletionSource Done)> _flushes = [];
    private readonly Action<SeaweedRecordLog> _closed;
    private readonly FileList _files;
    private long _startOffset;
    private long _endOffset;
    private long _durableOffset;
    private IDisposable? _listening;
    private bool _isClosed;

    public SeaweedRecordLog(
        PartitionKey key,
        Ownership ownership,
        LogScan scan,
        LogFiles logFiles,
        Tail tail,
        Lock gate,
        Publisher publisher,
        SeaweedMqOptions options,
        TimeProvider time,
        Action<SeaweedRecordLog> closed)
    {
        (_key, _ownership, _logFiles, _tail, _gate, _publisher, _options, _time, _closed) =
            (key, ownership, logFiles, tail, gate, publisher, options, time, closed);
        _epochs = new EpochList(scan.Epochs);
        _terms = [.. scan.Terms];
        _files = scan.Files;
        _startOffset = Math.Min(ownership.Record.StartOffset, scan.NextOffset);
        _endOffset = _durableOffset = scan.NextOffset;
        _epochs.TrimHead(_startOffset);
    }

    public LogBounds Bounds
    {
        get
        {
            lock (_gate)
                return new LogBounds(_startOffset, _endOffset, SizeBytes);
        }
    }

    public IReadOnlyList<EpochStart> Epochs
    {
        get
        {
            lock (_gate)
                return _epochs.Entries;
        }
    }

    internal Ownership Ownership => _ownership;

    internal bool HasStream => _publisher.FirstFile is not null;

    /// <summary>What is lost if this process and the broker end at once.</summary>
    internal long UndurableBytes
    {
        get
        {
            lock (_gate)
                return _tail.UndurableBytes;
        }
    }

    private long SizeBytes => _files.SizeBytes + _tail.UndurableBytes;

    public async ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken)
    {
        if (batches.Count == 0)
            return;
        lock (_gate)
            ThrowIfClosed();
        await _ownership.ConfirmAsync(cancellationToken);
        Task sent;
        lock (_gate)
        {
            ThrowIfClosed();
            LogRules.CheckAppend(_key, batches, _tail.NextOffset);
            foreach (var batch in batches)
                _tail.Add(batch);
            sent = _publisher.SendAsync();
        }

        var since = _time.GetTimestamp();
        await sent.WaitAsync(cancellationToken);
        KafkaMetrics.PublishDuration.Record(_time.GetElapsedTime(since).TotalSeconds);

        // A later owner who has begun by now has not seen these.
        await _ownership.ConfirmAsync(cancellationToken);
        lock (_gate)
        {
            foreach (var batch in batches)
                _epochs.Add(batch.LeaderEpoch, batch.BaseOffset);
            if (_terms.Count == 0 || _terms[^1].Term < _ownership.Term)
                _terms.Add(new TermStart(_ownership.Term, batches[0].BaseOffset));
            _endOffset = batches[^1].LastOffset + 1;
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource done;
        lock (_gate)
        {
            ThrowIfClosed();
            if (!_options.FlushToDisk || _durableOffset >= _endOffset)
                return;
            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((_endOffset, done));
        }

        _publisher.Mark();
        await done.Task.WaitAsync(cancellationToken);
    }

    public ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            ThrowIfClosed();
        return _ownership.ConfirmAsync(cancellationToken);
    }

    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken)
    {
        var run = new BatchRun();
        while (true)
        {
            FileFacts file;
            lock (_gate)
            {
                ThrowIfClosed();
                LogRules.CheckOffset(_key, offset, _startOffset, _endOffset);
                var mustGiveOne = atLeastOne && run.IsEmpty;
                if (offset == _endOffset || (run.Length >= maxBytes && !mustGiveOne))
                    return run.ToSequence();
                if (offset >= _tail.StartOffset)
                {
                    run.Add(_tail.Read(offset, (int)(maxBytes - run.Length), mustGiveOne, _endOffset));
                    return run.ToSequence();
                }

                file = _files.Of(offset) ?? throw new StorageException($"{_key}: no log file holds offset {offset}");
            }

            var (next, isFull) = await _logFiles.ReadAsync(file, offset, maxBytes, atLeastOne, TermOf, run, cancellationToken);
            if (isFull)
                return run.ToSequence();
            if (next == offset)
                throw new StorageException($"{_key}: the log file {file.Name} does not hold offset {offset}, though it did");
            offset = next;
        }
    }

    public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken) =>
        FindAsync(found => found >= timestamp, cancellationToken);

    public async ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken)
    {
        long greatest;
        lock (_gate)
        {
            ThrowIfClosed();
            if (_startOffset == _endOffset)
                return null;
            greatest = Math.Max(
                _files.From(_startOffset).Select(file => file.MaxTimestamp).DefaultIfEmpty(-1).Max(),
                LiveTail.Select(batch => batch.MaxTimestamp).DefaultIfEmpty(-1).Max());
        }

        // What the file of the greatest one held below the start does not count.
        return await FindAsync(found => found >= greatest, cancellationToken);
    }

    public async ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken)
    {
        lock (_gate)
            ThrowIfClosed();
        await _ownership.ConfirmAsync(cancellationToken);
        lock (_gate)
        {
            LogRules.CheckOffset(_key, startOffset, _startOffset, _endOffset);
            if (startOffset == _startOffset)
                return;
        }

        await _ownership.WriteAsync(record => record with { StartOffset = startOffset }, cancellationToken);
        string? keepFrom;
        lock (_gate)
        {
            _startOffset = startOffset;
            _epochs.TrimHead(startOffset);

            keepFrom = _files.Trim(startOffset);
        }

        await SaveAsync(cancellationToken);
        if (keepFrom is null)
            return;

        // Also those that hold nothing of this log, only barriers and repetitions.
        foreach (var file in await _logFiles.ListAsync("", cancellationToken, upTo: keepFrom))
        {
            if (string.CompareOrdinal(file.Name, keepFrom) < 0)
                await _logFiles.DeleteAsync(file.Name, cancellationToken);
        }
    }

    public async ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken)
    {
        long startOffset;
        lock (_gate)
        {
            ThrowIfClosed();
            var spans = _files.From(_startOffset).Select(file => new SegmentSpan(file.BaseOffset, nowMs)
            {
                Facts = new SegmentFacts(file.EndOffset, file.SizeBytes, file.MaxTimestamp, file.MaxTimestamp, LogFileName.ToUnixTimeMs(file.LastName)),
            }).ToList();
            var expired = RetentionRule.CountExpired(spans, limits, nowMs);
            startOffset = Math.Max(_startOffset, expired == 0 ? _startOffset : spans[expired - 1].EndOffset);
        }

        await TrimAsync(startOffset, cancellationToken);
        return startOffset;
    }

    /// <summary>Nothing of ours has segments: the broker makes the files.</summary>
    public void Configure(SegmentLayout layout)
    {
    }

    public ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken) => SaveAsync(cancellationToken, snapshot);

    public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken)
    {
        var record = _ownership.Record;
        lock (_gate)
        {
            ThrowIfClosed();
            return new(record.SnapshotOffset >= _startOffset && record.SnapshotOffset <= _endOffset
                ? new LogSnapshot(record.SnapshotOffset, record.Snapshot)
                : null);
        }
    }

    /// <summary>
    /// Has the broker write out what it has, so that nothing depends on this process any more, and takes leave. Where that takes too long, or this
    /// owner is none any more, it just ends.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task flushed;
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            flushed = FlushedAsync(_tail.NextOffset);
        }

        try
        {
            if (_ownership.Fenced is null)
            {
                using var patience = new CancellationTokenSource(_options.CallTimeout, _time);
                await _ownership.ConfirmAsync(patience.Token);
                _publisher.Mark(leaps: true);
                await flushed.WaitAsync(_options.CallTimeout + _options.FlushInterval, _time);
                await SaveAsync(CancellationToken.None, takesLeave: true);
            }
        }
        catch (Exception failure) when (failure is TimeoutException or StorageException or FencedException or OperationCanceledException)
        {
            // The next owner waits, or has begun.
        }

        await EndAsync();
    }

    /// <summary>Begins to follow the log's files.</summary>
    public void Listen(FilerEvents events, string folder)
    {
        _listening = events.Listen(folder, OnFile);
        _publisher.Start();
    }

    /// <summary>Locks this owner out.</summary>
    public void Fence(FencedException fenced)
    {
        _ownership.Fence(fenced);
        _publisher.EndWaiters();
        lock (_gate)
        {
            foreach (var (_, done) in _flushes)
                done.TrySetException(new FencedException(fenced.Message, fenced));
            _flushes.Clear();
        }
    }

    /// <summary>To be called now and then.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        _publisher.Check();
        string? from;
        lock (_gate)
            from = _tail.UndurableBytes > 0 ? _publisher.FirstFile : null;

        // Notices may be lost while the filer is.
        if (from is not null && _ownership.Fenced is null)
        {
            foreach (var file in await _logFiles.ListAsync(from, cancellationToken))
                OnFile(file);
        }
    }

    internal async ValueTask EndAsync()
    {
        _ownership.Close();
        _listening?.Dispose();
        await _publisher.DisposeAsync();
        _closed(this);
        lock (_gate)
        {
            foreach (var (_, done) in _flushes)
                done.TrySetException(new StorageException($"The log of {_key} was closed"));
            _flushes.Clear();
            _tail.Close();
        }
    }

    // What lies at or above the start.
    private IEnumerable<LogBatch> LiveTail => _tail.Batches.Where(batch => batch.LastOffset >= _startOffset && batch.LastOffset < _endOffset);

    private void OnFile(FilerEntry file)
    {
        lock (_gate)
        {
            if (!file.IsLogFile || _publisher.FirstFile is not { } first || string.CompareOrdinal(file.Name, first) < 0)
                return;

            // The notice of a file before this one was lost; the next look at all files finds it. (A window may not know its first message.)
            if (_tail.BeginsBefore(file.FirstMessage - 1))
                return;
            var before = _durableOffset;
            while (_tail.TakeDurable(file.LastMessage) is { } batch)
            {
                _files.Add(file.Name, EntryHeader.Of(batch, _ownership.Term), batch.Bytes.Length);
                _durableOffset = batch.LastOffset + 1;
            }

            _files.See(file.Name);
            if (_tail.EndsWith(file.LastMessage))
                _publisher.Mark();
            if (_durableOffset == before)
                return;
            _publisher.Progressed();
            _tail.Shrink();
            var reached = _flushes.FindAll(flush => flush.Offset <= _durableOffset);
            _flushes.RemoveAll(flush => flush.Offset <= _durableOffset);
            reached.ForEach(flush => flush.Done.TrySetResult());
        }
    }

    private Task FlushedAsync(long offset)
    {
        if (_durableOffset >= offset)
            return Task.CompletedTask;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _flushes.Add((offset, done));
        return done.Task;
    }

    private async ValueTask SaveAsync(CancellationToken cancellationToken, LogSnapshot? snapshot = null, bool takesLeave = false) =>
        await _ownership.WriteAsync(
            record =>
            {
                lock (_gate)
                {
                    var (files, nextFile, nextOffset) = _files.ToRecord(record);
                    return record with
                    {
                        Files = files,
                        NextFile = nextFile,
                        NextOffset = nextOffset,
                        Epochs = [.. _epochs.Entries.Where(epoch => epoch.StartOffset < nextOffset)],
                        Terms = [.. _terms.Where(term => term.StartOffset < nextOffset)],
                        BarrierTerm = record.Term,
                        StartOffset = _startOffset,
                        LeaseMs = takesLeave ? 0 : record.LeaseMs,
                        ClockNs = Math.Max(record.ClockNs, _publisher.ClockNs),
                        SnapshotOffset = snapshot?.Offset ?? record.SnapshotOffset,
                        Snapshot = snapshot?.State.ToArray() ?? record.Snapshot,
                    };
                }
            },
            cancellationToken);

    private async ValueTask<long?> FindAsync(Func<long, bool> matches, CancellationToken cancellationToken)
    {
        List<FileFacts> candidates;
        List<LogBatch> tail;
        long startOffset, tailStart;
        lock (_gate)
        {
            ThrowIfClosed();
            (startOffset, tailStart) = (_startOffset, _tail.StartOffset);
            candidates = [.. _files.From(_startOffset).Where(file => file.BaseOffset < tailStart && matches(file.MaxTimestamp))];
            tail = [.. LiveTail];
        }

        foreach (var file in candidates)
        {
            await foreach (var header in _logFiles.HeadersAsync(file, TermOf, cancellationToken))
            {
                if (header.LastOffset >= startOffset && header.BaseOffset < tailStart && matches(header.MaxTimestamp))
                    return header.BaseOffset;
            }
        }

        foreach (var batch in tail)
        {
            if (matches(batch.MaxTimestamp))
                return batch.BaseOffset;
        }

        return null;
    }

    private long TermOf(long offset)
    {
        lock (_gate)
        {
            var index = _terms.FindLastIndex(term => term.StartOffset <= offset);
            return index < 0 ? 0 : _terms[index].Term;
        }
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw new StorageException($"The log of {_key} is not open any more");
        _ownership.ThrowIfFenced();
    }
}
