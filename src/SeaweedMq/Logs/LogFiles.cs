using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Reads entries of one partition's log files.</summary>
internal sealed class LogFiles(FilerClient filer, FileBlocks blocks, string folder)
{
    private const long NoteEveryBytes = 1 << 20;
    private readonly ReadPositions _positions = new();
    private Listing? _listed;

    /// <summary>The log files from a name on, up to another where one is given, in their order.</summary>
    public async Task<IEnumerable<FilerEntry>> ListAsync(string from, CancellationToken cancellationToken, string? upTo = null) =>
        (await filer.ListAsync(folder, from, cancellationToken, upTo)).Where(entry => entry.IsLogFile);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => filer.DeleteAsync(folder, name, cancellationToken);

    /// <summary>
    /// Entries of a file from a position on, with the position after each. Ends where the file does, or in the middle of an entry that is not
    /// there yet.
    /// </summary>
    public async IAsyncEnumerable<(LogFileEntry? Entry, long Next)> EnumerateAsync(
        string name, long position, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{folder}/{name}";
        var needed = LogFileEntry.LengthBytes;
        while (true)
        {
            var bytes = await blocks.ReadAsync(path, position, needed, cancellationToken);
            if (bytes.Length < needed)
                yield break;
            while (LogFileEntry.Read(bytes, out var entry, out needed) is var length and > 0)
            {
                bytes = bytes[length..];
                position += length;
                yield return (entry, position);
            }
        }
    }

    /// <summary>
    /// Adds to a run whole batches from the one that holds an offset on, as many as fit. Returns the offset after them, and whether the next one does
    /// not fit. Of entries with the same offsets only those of the term that the offsets belong to count: others are of owners who did not know that
    /// their time was over.
    /// </summary>
    public async ValueTask<(long Next, bool IsFull)> ReadAsync(
        FileFacts files, long offset, int maxBytes, bool atLeastOne, Func<long, long> termOf, BatchRun run, CancellationToken cancellationToken)
    {
        var known = _positions.Find(files, offset);
        var (next, isFull) = await ReadFromAsync(known.Bytes > 0 ? known : await SeekAsync(files, known, offset, termOf, cancellationToken));
        return next == offset && !isFull && files.Before is { } before ? await ReadFromAsync(new FilePosition(before, 0)) : (next, isFull);

        async ValueTask<(long Next, bool IsFull)> ReadFromAsync(FilePosition start)
        {
            var next = offset;
            var noted = start;
            await foreach (var (header, batch, from, to) in BatchesAsync(files, start, termOf, cancellationToken))
            {
                if (header.LastOffset < next)
                {
                    // So that whoever wants something before the offset need not read all this again.
                    if (from.File != noted.File || from.Bytes - noted.Bytes > NoteEveryBytes)
                        _positions.Note(files, header.BaseOffset, noted = from);
                    continue;
                }

                // Only the first batch may begin below the offset.
                if (header.BaseOffset > next || (header.BaseOffset < next && !run.IsEmpty))
                    break;
                if (run.Length + batch.Length > maxBytes && !(run.IsEmpty && atLeastOne))
                {
                    _positions.Note(files, next, from);
                    return (next, true);
                }

                run.Add(batch);
                next = header.LastOffset + 1;
                if (run.Length >= maxBytes || next >= files.EndOffset)
                {
                    _positions.Note(files, next, to);
                    return (next, run.Length >= maxBytes);
                }
            }

            return (next, false);
        }
    }

    /// <summary>The headers of the batches that files are the first to hold, in their order.</summary>
    public async IAsyncEnumerable<EntryHeader> HeadersAsync(
        FileFacts files, Func<long, long> termOf, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = files.BaseOffset;
        await foreach (var (header, _, _, _) in BatchesAsync(files, new FilePosition(files.From, 0), termOf, cancellationToken))
        {
            if (header.BaseOffset != next || next >= files.EndOffset)
                continue;
            next = header.LastOffset + 1;
            yield return header;
        }
    }

    // The beginning of the last file, from a position on, that begins at or before an offset.
    private async ValueTask<FilePosition> SeekAsync(
        FileFacts files, FilePosition start, long offset, Func<long, long> termOf, CancellationToken cancellationToken)
    {
        if (files.Last is null)
            return start;
        var names = (await NamesAsync(files, start.File, cancellationToken)).ToList();
        var (low, high) = (0, names.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (await FirstOffsetAsync(files, names[middle], termOf, cancellationToken) <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return new FilePosition(names[low], 0);
    }

    private async ValueTask<long?> FirstOffsetAsync(FileFacts files, string name, Func<long, long> termOf, CancellationToken cancellationToken)
    {
        await foreach (var (header, _, from, _) in BatchesAsync(files, new FilePosition(name, 0), termOf, cancellationToken))
            return from.File == name ? header.BaseOffset : null;
        return null;
    }

    // The batches that count, with the place of each and the place after it.
    private async IAsyncEnumerable<(EntryHeader Header, ReadOnlyMemory<byte> Batch, FilePosition From, FilePosition To)> BatchesAsync(
        FileFacts files, FilePosition start, Func<long, long> termOf, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in await NamesAsync(files, start.File, cancellationToken))
        {
            var position = name == start.File ? start : new FilePosition(name, 0);
            await foreach (var (found, next) in EnumerateAsync(name, position.Bytes, cancellationToken))
            {
                var from = position;
                position = position with { Bytes = next };
                if (found is { Header: { IsBarrier: false } header } entry && header.Term == termOf(header.BaseOffset))
                    yield return (header, entry.Batch, from, position);
            }
        }
    }

    // From one of the files on.
    private async ValueTask<IEnumerable<string>> NamesAsync(FileFacts files, string from, CancellationToken cancellationToken)
    {
        if (files.Last is null)
            return from == files.Name ? [from] : [from, files.Name];
        var listed = _listed;
        if (listed?.Files != files)
            _listed = listed = new Listing(files, [.. (await ListAsync(files.From, cancellationToken, files.Last)).Select(entry => entry.Name)]);
        return listed.Names.SkipWhile(name => string.CompareOrdinal(name, from) < 0);
    }

    private sealed record Listing(FileFacts Files, IReadOnlyList<string> Names);
}
