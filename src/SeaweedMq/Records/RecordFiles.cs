using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;
using KafkaGateway.SeaweedMq.Logs;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// The log files of one partition that others have made, which are known by their names and the offsets that they claim to hold. A claim may be
/// wrong by one message at either end, because the broker counts the message that begins a file to the file before it.
/// </summary>
internal sealed class RecordFiles(FilerClient filer, string folder)
{
    private const int LengthBytes = sizeof(int);
    private const int LargestEntry = 1 << 30;
    private const int FilesAtOnce = 16;
    private const int ReadAhead = 64 << 10;
    private const int MostAtOnce = 4 << 20;
    private readonly ReadPositions _positions = new();
    private readonly List<FilerEntry> _files = [];

    public long SizeBytes => _files.Sum(file => file.SizeBytes);

    public FilerEntry? Newest => _files.Count > 0 ? _files[^1] : null;

    /// <summary>Learns of all files anew: old ones may have been deleted.</summary>
    public async Task ListAllAsync(CancellationToken cancellationToken)
    {
        var listed = await ListAsync("", cancellationToken);
        _files.Clear();
        _files.AddRange(listed);
    }

    /// <summary>Learns of new and grown files. Gives the newest that was known before, and those after it.</summary>
    public async Task<IReadOnlyList<FilerEntry>> ListNewAsync(CancellationToken cancellationToken)
    {
        var listed = await ListAsync(Newest?.Name ?? "", cancellationToken);
        foreach (var file in listed)
        {
            if (Newest?.Name == file.Name)
                _files[^1] = file;
            else
                _files.Add(file);
        }

        return listed;
    }

    /// <summary>The offset of the oldest message, null where there is none.</summary>
    public async Task<long?> FindFirstAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _files.ToList())
        {
            await foreach (var (entry, _) in EnumerateAsync(file.Name, 0, ReadAhead, cancellationToken))
                return entry.Offset;
        }

        return null;
    }

    /// <summary>The first message between two offsets that the broker took at a time or later.</summary>
    public async Task<RecordEntry?> FindByTimeAsync(long timestampMs, long from, long end, CancellationToken cancellationToken)
    {
        var first = _files.FindLastIndex(file => LogFileName.ToUnixTimeMs(file.Name) <= timestampMs);
        foreach (var file in _files.Skip(first).ToList())
        {
            await foreach (var (entry, _) in EnumerateAsync(file.Name, 0, ReadAhead, cancellationToken))
            {
                if (entry.TimestampMs >= timestampMs && entry.Offset >= from && entry.Offset < end)
                    return entry;
            }
        }

        return null;
    }

    /// <summary>
    /// Messages from an offset on, below another, in the order of their offsets, until they take so many bytes; at least one if there is any. Messages of
    /// writers beside each other may stand in another order than that of their offsets, so it stops only where none is missing in between.
    /// </summary>
    public async Task<IList<RecordEntry>> ReadAsync(long offset, long end, int maxBytes, CancellationToken cancellationToken)
    {
        var found = new SortedList<long, RecordEntry>();
        var (bytes, files) = (0L, 0);
        foreach (var file in From(offset))
        {
            await foreach (var (entry, next) in EnumerateAsync(
                file.Name, _positions.Find(file.Name, offset).Bytes, Math.Min(maxBytes, MostAtOnce) + ReadAhead, cancellationToken))
            {
                if (entry.Offset < offset || entry.Offset >= end || !found.TryAdd(entry.Offset, entry))
                    continue;
                bytes += entry.SizeBytes;
                if (bytes >= maxBytes && (IsWhole(found) || bytes / 2 >= maxBytes))
                {
                    _positions.Note(file.Name, found.Keys[^1] + 1, new FilePosition(file.Name, next));
                    return found.Values;
                }
            }

            if (found.Count > 0 && (found.Keys[^1] == end - 1 || ++files == FilesAtOnce))
                break;
        }

        return found.Values;
    }

    /// <summary>The messages of a file from a position on, with the position after each.</summary>
    public async IAsyncEnumerable<(RecordEntry Entry, long Next)> EnumerateAsync(
        string name, long position, int readBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = readBytes;
        while (true)
        {
            var bytes = await filer.ReadFileAsync($"{folder}/{name}", position, count, cancellationToken);
            var isEnd = bytes.Length < count;
            count = readBytes;
            while (bytes.Length >= LengthBytes)
            {
                var length = LengthBytes + EntryLength(bytes.Span, name);
                if (bytes.Length < length)
                {
                    count = Math.Max(count, length);
                    break;
                }

                position += length;
                yield return (RecordEntry.Of(LogEntry.Parser.ParseFrom(bytes.Span[LengthBytes..length])), position);
                bytes = bytes[length..];
            }

            if (isEnd)
                yield break;
        }
    }

    private static bool IsWhole(SortedList<long, RecordEntry> found) => found.Keys[^1] - found.Keys[0] == found.Count - 1;

    private async Task<List<FilerEntry>> ListAsync(string from, CancellationToken cancellationToken) =>
        [.. (await filer.ListAsync(folder, from, cancellationToken)).Where(entry => entry.IsLogFile)];

    // A file that claims nothing is the first one: it begins with offset 0.
    private List<FilerEntry> From(long offset) =>
        [.. _files.Where((file, i) => file.LastMessage >= 0
            ? file.LastMessage >= offset
            : i + 1 == _files.Count || _files[i + 1].FirstMessage < 0 || _files[i + 1].FirstMessage > offset)];

    private int EntryLength(ReadOnlySpan<byte> bytes, string name)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return length is >= 0 and <= LargestEntry ? length : throw new StorageException($"The log file {folder}/{name} holds an entry of {length} bytes");
    }
}
