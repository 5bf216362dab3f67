namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>A place in a log file.</summary>
internal readonly record struct FilePosition(string File, long Bytes);

/// <summary>Where in log files offsets were seen to begin, so that who reads on need not read from the beginning. Forgets the oldest.</summary>
internal sealed class ReadPositions
{
    private const int Files = 16;
    private const int Positions = 4096;
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, SortedList<long, FilePosition>> _files = new(StringComparer.Ordinal);

    /// <summary>A position of those files at or before the one where the offset is.</summary>
    public FilePosition Find(FileFacts files, long offset)
    {
        var start = new FilePosition(files.Name, 0);
        lock (_gate)
        {
            if (!_files.TryGetValue(files.Name, out var positions))
                return start;
            var (low, high) = (0, positions.Count - 1);
            while (low <= high)
            {
                var middle = (low + high) >>> 1;
                if (positions.GetKeyAtIndex(middle) <= offset)
                    low = middle + 1;
                else
                    high = middle - 1;
            }

            return high < 0 ? start : positions.GetValueAtIndex(high);
        }
    }

    public void Note(FileFacts files, long offset, FilePosition position)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(files.Name, out var positions))
            {
                if (_files.Count == Files)
                    _files.RemoveAt(0);
                _files[files.Name] = positions = [];
            }

            if (positions.Count == Positions)
                ThinOut(positions);
            positions[offset] = position;
        }
    }

    // Every other one is enough to find all.
    private static void ThinOut(SortedList<long, FilePosition> positions)
    {
        var kept = positions.Where((_, index) => index % 2 == 0).ToList();
        positions.Clear();
        foreach (var (offset, position) in kept)
            positions.Add(offset, position);
    }
}
