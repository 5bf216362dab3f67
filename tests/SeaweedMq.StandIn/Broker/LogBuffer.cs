using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>A loaded partition's memory: the window that grows and the last that were sealed.</summary>
internal sealed class LogBuffer
{
    private readonly StandInOptions _options;
    private readonly FlushQueue _queue;
    private readonly Lock _lock = new();
    private readonly List<LogWindow> _sealed = [];
    private readonly Pulse _changed = new();
    private LogWindow _current;
    private long _lastTsNs;
    private long _evictedTsNs;
    private long _flushedTsNs;

    /// <param name="options">Sizes and times.</param>
    /// <param name="queue">Where sealed windows go.</param>
    /// <param name="count">Where the buffer's own count begins.</param>
    public LogBuffer(StandInOptions options, FlushQueue queue, long count)
    {
        (_options, _queue) = (options, queue);
        _current = new LogWindow(count, options.WindowBytes);
    }

    public Task NextChange => _changed.Next;

    /// <summary>The buffer's count of entries, which the flushes note down as buffer_start.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _current.LastCount + 1;
        }
    }

    /// <summary>Everything up to a time is on disk.</summary>
    public void TellFlushed(long tsNs)
    {
        lock (_lock)
            _flushedTsNs = tsNs;
        _changed.Beat();
    }

    /// <summary>What is not on disk yet, as far as memory still has it.</summary>
    public IReadOnlyList<LogEntry> ReadUnflushed()
    {
        lock (_lock)
            return ReadBehind(_flushedTsNs) ?? [];
    }

    /// <summary>Adds an entry. The task is done when the publisher may go on.</summary>
    public Task Append(LogEntry entry)
    {
        var admitted = Task.CompletedTask;
        lock (_lock)
        {
            _lastTsNs = entry.TsNs = Math.Max(entry.TsNs, _lastTsNs + 1);
            var size = LogWindow.SizeOf(entry);
            if (_current.IsEmpty)
                _current.Begin(entry.TsNs);
            _current.Cover(entry.Offset);
            if (_current.StartTsNs + _options.FlushInterval.ToNs() < entry.TsNs || _current.Bytes + size > _current.Capacity)
            {
                admitted = Seal(Math.Max(size, _options.WindowBytes));
                _current.Begin(entry.TsNs);
            }

            _current.Add(entry);
        }

        _changed.Beat();
        return admitted;
    }

    /// <summary>Seals what there is. The task is done when the window has found room in the queue.</summary>
    public Task SealAsync()
    {
        lock (_lock)
            return Seal(_options.WindowBytes);
    }

    /// <summary>What memory has for a position, or null if the position is to be looked for on disk.</summary>
    public IReadOnlyList<LogEntry>? Read(ReadPosition position)
    {
        lock (_lock)
            return position.Offset is { } offset ? ReadFromOffset(offset) : ReadBehind(position.TsNs);
    }

    // The requested offset is compared with the buffer's count, which runs apart from the offsets behind a hole.
    private List<LogEntry>? ReadFromOffset(long offset)
    {
        var count = _current.LastCount + 1;
        if (offset >= _current.FirstCount && offset <= count)
        {
            if (!_current.IsEmpty)
                return [.. _current.Entries];
            return offset < count || count == 0 ? null : [];
        }

        if (_sealed.Find(window => offset >= window.FirstCount && offset <= window.LastCount) is { } found)
            return [.. found.Entries];
        return offset < _current.FirstCount ? null : [];
    }

    private List<LogEntry>? ReadBehind(long tsNs) =>
        tsNs < _evictedTsNs ? null : [.. _sealed.Append(_current).SelectMany(window => window.Entries).Where(entry => entry.TsNs > tsNs)];

    private Task Seal(long nextCapacity)
    {
        var window = _current;
        if (window.IsEmpty)
        {
            if (nextCapacity > window.Capacity)
            {
                _current = new LogWindow(window.FirstCount, nextCapacity);
                _current.Begin(window.StartTsNs);
                _current.Cover(window.MaxOffset);
            }

            return Task.CompletedTask;
        }

        _sealed.Add(window);
        if (_sealed.Count > _options.KeptWindows)
        {
            _evictedTsNs = _sealed[0].StopTsNs;
            _sealed.RemoveAt(0);
        }

        _current = new LogWindow(window.LastCount + 1, nextCapacity);
        return _queue.Enqueue(window);
    }
}
