using System.Buffers;
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
    private readonly LogState _state;
    private readonly Publisher _publisher;
    private readonly DiskWatch _disk;
    private readonly LogReader _reader;
    private readonly LogNotes _notes;
    private readonly LogHead _head;
    private readonly SeaweedMqOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<SeaweedRecordLog> _closed;
    private IDisposable? _listening;

    public SeaweedRecordLog(
        LogState state, LogFiles logFiles, Publisher publisher, SeaweedMqOptions options, TimeProvider time, Action<SeaweedRecordLog> closed)
    {
        (_state, _publisher, _options, _time, _closed) = (state, publisher, options, time, closed);
        _disk = new DiskWatch(state, logFiles, publisher);
        _reader = new LogReader(state, logFiles);
        _notes = new LogNotes(state, () => publisher.ClockNs);
        _head = new LogHead(state, logFiles, _notes);
    }

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
                return _state.Epochs;
        }
    }

    internal Ownership Ownership => _state.Ownership;

    internal bool HasStream => _publisher.FirstFile is not null;

    /// <summary>What is lost if this process and the broker end at once.</summary>
    internal long UndurableBytes
    {
        get
        {
            lock (_state.Gate)
                return _state.Tail.UndurableBytes;
        }
    }

    public async ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken)
    {
        if (batches.Count == 0)
            return;
        using var trace = KafkaTraces.StartPublish(_state.Key.Topic, _state.Key.Partition);
        await ConfirmAsync(cancellationToken);
        Task sent;
        lock (_state.Gate)
        {
            _state.ThrowIfClosed();
            LogRules.CheckAppend(_state.Key, batches, _state.Tail.NextOffset);
            foreach (var batch in batches)
                _state.Tail.Add(batch);
            sent = _publisher.SendAsync();
        }

        var since = _time.GetTimestamp();
        await sent.WaitAsync(cancellationToken);
        KafkaMetrics.PublishDuration.Record(_time.GetElapsedTime(since).TotalSeconds);

        // A later owner who has begun by now has not seen these.
        await Ownership.ConfirmAsync(cancellationToken);
        lock (_state.Gate)
            _state.Appended(batches);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Task written;
        lock (_state.Gate)
        {
            _state.ThrowIfClosed();
            if (!_options.FlushToDisk)
                return;
            written = _disk.WrittenAsync(_state.EndOffset);
        }

        if (written.IsCompleted)
            return;
        _publisher.Mark();
        await written.WaitAsync(cancellationToken);
    }

    public ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        lock (_state.Gate)
            _state.ThrowIfClosed();
        return Ownership.ConfirmAsync(cancellationToken);
    }

    public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken) =>
        _reader.ReadAsync(offset, maxBytes, atLeastOne, cancellationToken);

    public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken) =>
        _reader.FindByTimestampAsync(timestamp, cancellationToken);

    public ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken) => _reader.FindMaxTimestampAsync(cancellationToken);

    public ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken) => _head.TrimAsync(startOffset, cancellationToken);

    public ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken) =>
        _head.ApplyRetentionAsync(limits, nowMs, cancellationToken);

    /// <summary>Nothing of ours has segments: the broker makes the files.</summary>
    public void Configure(SegmentLayout layout)
    {
    }

    public ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken) => _notes.SaveAsync(cancellationToken, snapshot);

    public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) => new(_notes.LoadSnapshot());

    /// <summary>
    /// Has the broker write out what it has, so that nothing depends on this process any more, and takes leave. Where that takes too long, or this
    /// owner is none any more, it just ends.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task written;
        lock (_state.Gate)
        {
            if (_state.IsClosed)
                return;
            _state.IsClosed = true;
            written = _disk.WrittenAsync(_state.Tail.NextOffset);
        }

        try
        {
            if (Ownership.Fenced is null)
            {
                using var patience = new CancellationTokenSource(_options.CallTimeout, _time);
                await Ownership.ConfirmAsync(patience.Token);
                _publisher.Mark(leaps: true);
                await written.WaitAsync(_options.CallTimeout + _options.FlushInterval, _time);
                await _notes.SaveAsync(CancellationToken.None, takesLeave: true);
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
        _listening = events.Listen(folder, _disk.OnFile);
        _publisher.Start();
    }

    /// <summary>Locks this owner out.</summary>
    public void Fence(FencedException fenced)
    {
        Ownership.Fence(fenced);
        _publisher.EndWaiters();
        _disk.End(() => new FencedException(fenced.Message, fenced));
    }

    /// <summary>To be called now and then.</summary>
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        _publisher.Check();
        return _disk.LookAsync(cancellationToken);
    }

    internal async ValueTask EndAsync()
    {
        Ownership.Close();
        _listening?.Dispose();
        await _publisher.DisposeAsync();
        _closed(this);
        _disk.End(() => new StorageException($"The log of {_state.Key} was closed"));
        lock (_state.Gate)
            _state.Tail.Close();
    }
}
