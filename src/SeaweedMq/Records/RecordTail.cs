using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// The newest messages of a partition, in memory, and how far the partition is known without gaps. Messages arrive here from files, from the broker's
/// memory and from acknowledgements, in any order and more than once. One that is missing may only not have been told of yet, so what follows it
/// waits; that it does not exist is believed when the files have gone on without it for a while.
/// </summary>
/// <param name="maxBytes">How much is kept of what is in the files too, and taken of what is not.</param>
/// <param name="holePatience">How long a missing message is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class RecordTail(int maxBytes, TimeSpan holePatience, TimeProvider time)
{
    private const int BelievedAfter = 1000;
    private readonly List<RecordEntry> _entries = [];
    private readonly SortedDictionary<long, RecordEntry> _ahead = [];
    private long _bytes;
    private long _aheadBytes;
    private int _filedAhead;
    private long _filedAheadEnd;
    private long _gapSince;

    /// <summary>The offset after the last message that is certain: what consumers may read ends here.</summary>
    public long End { get; private set; }

    /// <summary>From here on everything below <see cref="End"/> is here.</summary>
    public long Start { get; private set; }

    /// <summary>The offset after the last one seen in a file.</summary>
    public long FiledEnd { get; private set; }

    /// <summary>The timestamp of the last message that is certain.</summary>
    public long LastTimestampNs { get; private set; }

    /// <summary>The next message that is known behind a missing one.</summary>
    public RecordEntry? Ahead => _ahead.Count > 0 ? _ahead.First().Value : null;

    /// <summary>Begins behind a message that is in the files, and all before it.</summary>
    public void BeginAfter(in RecordEntry last)
    {
        if (last.Offset < End)
            return;
        Start = End = FiledEnd = last.Offset + 1;
        LastTimestampNs = last.TimestampNs;
    }

    /// <summary>Takes a message that is in a file.</summary>
    public void AddFiled(in RecordEntry entry)
    {
        FiledEnd = Math.Max(FiledEnd, entry.Offset + 1);
        Add(entry);
        if (entry.Offset >= End)
        {
            _filedAhead++;
            _filedAheadEnd = Math.Max(_filedAheadEnd, entry.Offset + 1);
        }

        SkipHoles();
        Trim();
    }

    /// <summary>Takes a message that is only in the broker's memory. There may be no room for it; then it is seen when it is in a file.</summary>
    public void AddUnfiled(in RecordEntry entry)
    {
        if (entry.Offset < End || _aheadBytes + _bytes < 2L * maxBytes)
            Add(entry);
    }

    /// <summary>Believes in holes whose time has come.</summary>
    public void SkipHoles()
    {
        if (_filedAhead == 0)
            return;
        if (_gapSince == 0)
            _gapSince = time.GetTimestamp();
        if (_filedAhead < BelievedAfter && time.GetElapsedTime(_gapSince) < holePatience)
            return;
        while (_ahead.Count > 0 && End < _filedAheadEnd)
        {
            End = _ahead.First().Key;
            Advance();
        }

        EndGap();
    }

    /// <summary>Messages from an offset on that is not below <see cref="Start"/>.</summary>
    public IEnumerable<RecordEntry> From(long offset) => _entries.Skip(IndexOf(offset));

    /// <summary>The first message that the broker took at a time or later.</summary>
    public RecordEntry? FindByTime(long timestampMs)
    {
        var index = _entries.FindIndex(entry => entry.TimestampMs >= timestampMs);
        return index < 0 ? null : _entries[index];
    }

    private void Add(in RecordEntry entry)
    {
        if (entry.Offset < Start)
            return;
        if (entry.Offset >= End)
        {
            if (_ahead.TryAdd(entry.Offset, entry))
                _aheadBytes += entry.SizeBytes;
            Advance();
            return;
        }

        // A broker that crashed gives offsets again; the later message is the one that stays.
        var index = IndexOf(entry.Offset);
        if (index < _entries.Count && _entries[index].Offset == entry.Offset)
        {
            _bytes += entry.SizeBytes - _entries[index].SizeBytes;
            _entries[index] = entry;
        }
    }

    private void Advance()
    {
        var from = End;
        while (_ahead.Remove(End, out var next))
        {
            _entries.Add(next);
            _aheadBytes -= next.SizeBytes;
            _bytes += next.SizeBytes;
            LastTimestampNs = next.TimestampNs;
            End++;
        }

        if (End > from && End >= _filedAheadEnd)
            EndGap();
    }

    private void EndGap() => (_filedAhead, _gapSince) = (0, 0);

    private void Trim()
    {
        // Not one by one: what is left has to move up.
        if (_bytes <= maxBytes + maxBytes / 4)
            return;
        var gone = 0;
        while (_bytes > maxBytes && gone < _entries.Count && _entries[gone].Offset < FiledEnd)
            _bytes -= _entries[gone++].SizeBytes;
        _entries.RemoveRange(0, gone);
        Start = _entries.Count > 0 ? _entries[0].Offset : End;
    }

    private int IndexOf(long offset)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle].Offset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
