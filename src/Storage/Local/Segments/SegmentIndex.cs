namespace KafkaGateway.Storage.Local.Segments;

/// <summary>
/// Sparse entries about one segment: a batch's base offset, its position in the file, and the greatest timestamp of all batches before it.
/// One list serves searches by offset and by timestamp. Not safe for threads while entries are added.
/// </summary>
internal sealed class SegmentIndex(long baseOffset)
{
    private Entry[] _entries = [];
    private long _lastPosition;

    public readonly record struct Entry(int RelativeOffset, int Position, long MaxTimestampBefore);

    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, Count);

    public int Count { get; private set; }

    public static int EntrySize => sizeof(int) + sizeof(int) + sizeof(long);

    /// <summary>Notes a batch down if the last one noted lies far enough back. The first batch needs no entry.</summary>
    public void Consider(long batchOffset, long position, long maxTimestampBefore, int intervalBytes)
    {
        if (position - _lastPosition > intervalBytes)
            Add(new Entry((int)(batchOffset - baseOffset), (int)position, maxTimestampBefore));
    }

    public void Add(in Entry entry)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Math.Max(4, Count * 2));
        _entries[Count++] = entry;
        _lastPosition = entry.Position;
    }

    /// <summary>Where to begin to look for the batch that holds an offset.</summary>
    public long FindOffset(long offset)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (baseOffset + _entries[middle].RelativeOffset <= offset)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high < 0 ? 0 : _entries[high].Position;
    }

    /// <summary>Where to begin to look for the first batch whose greatest timestamp is at or after a timestamp.</summary>
    public long FindTimestamp(long timestamp)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle].MaxTimestampBefore < timestamp)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high < 0 ? 0 : _entries[high].Position;
    }
}
