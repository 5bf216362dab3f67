namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// Which log files hold which offsets, oldest first. However many files there are, this stays short: when it grows long, neighbours are told of together.
/// Not safe for threads.
/// </summary>
internal sealed class FileList
{
    private readonly int _maxLength;
    private readonly List<FileFacts> _files;
    private string? _lastSeen;

    public FileList(IReadOnlyList<FileFacts> files, int maxLength)
    {
        _maxLength = maxLength;
        _files = [.. files];
        SizeBytes = files.Sum(file => file.SizeBytes);
        Shorten();
    }

    /// <summary>The length of all batches in them.</summary>
    public long SizeBytes { get; private set; }

    private FileFacts? Newest => _files.Count > 0 ? _files[^1] : null;

    /// <summary>All of them.</summary>
    public IReadOnlyList<FileFacts> ToList() => [.. _files];

    /// <summary>Those that hold something at or above an offset.</summary>
    public IEnumerable<FileFacts> From(long offset) => _files.Where(file => file.EndOffset > offset);

    /// <summary>The one that holds an offset, null where none does.</summary>
    public FileFacts? Of(long offset)
    {
        var (low, high) = (0, _files.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_files[middle].BaseOffset <= offset)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high >= 0 && offset < _files[high].EndOffset ? _files[high] : null;
    }

    /// <summary>A batch is known to be in a file, or in the one seen before that.</summary>
    public void Add(string name, in EntryHeader header, int sizeBytes)
    {
        if (Newest?.LastName != name)
        {
            _files.Add(new FileFacts(name, header.BaseOffset, header.BaseOffset, 0, -1, _lastSeen));
            Shorten();
        }

        _files[^1] = _files[^1].With(header, sizeBytes);
        SizeBytes += sizeBytes;
    }

    /// <summary>A file was seen, whatever it holds.</summary>
    public void See(string name) => _lastSeen = name;

    /// <summary>Forgets what holds nothing at or above an offset, but not the newest, which may still grow. Returns the first file to keep.</summary>
    public string? Trim(long startOffset)
    {
        if ((From(startOffset).FirstOrDefault() ?? Newest) is not { } first)
            return null;
        _files.RemoveAll(file => string.CompareOrdinal(file.Name, first.From) < 0);
        SizeBytes = _files.Sum(file => file.SizeBytes);
        return first.From;
    }

    /// <summary>
    /// What of this the next owner need not read again, and where he goes on: at the newest file, which may still grow, or where the record has him go on
    /// anyway.
    /// </summary>
    public (IReadOnlyList<FileFacts> Files, string NextFile, long NextOffset) ToRecord(PartitionRecord record) =>
        Newest is { } newest && string.CompareOrdinal(newest.Name, record.NextFile) >= 0
            ? (_files.GetRange(0, _files.Count - 1), newest.From, newest.BaseOffset)
            : ([.. _files], record.NextFile, record.NextOffset);

    // To about half, in entries of about as many files each: retention frees whole entries. The newest file may still grow and stays alone.
    private void Shorten()
    {
        if (_files.Count <= _maxLength)
            return;
        var atMost = (4 * _files.Sum(file => file.Count) / _maxLength) + 1;
        var shorter = new List<FileFacts>();
        foreach (var file in _files.SkipLast(1))
        {
            if (shorter.Count > 0 && shorter[^1].Count + file.Count <= atMost)
                shorter[^1] = shorter[^1].Join(file);
            else
                shorter.Add(file);
        }

        shorter.Add(_files[^1]);
        _files.Clear();
        _files.AddRange(shorter);
    }
}
