using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Reads entries of one partition's log files.</summary>
internal sealed class LogFiles(FilerClient filer, FileBlocks blocks, string folder)
{
    private const long NoteEveryBytes = 1 << 20;
    private readonly ReadPositions _positions = new();

    /// <summary>The log files from a name on, in their order.</summary>
    public async Task<IEnumerable<FilerEntry>> ListAsync(string from, CancellationToken cancellationToken) =>
        (await filer.ListAsync(folder, from, cancellationToken)).Where(entry => entry.IsLogFile);

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
        FileFacts file, long offset, int maxBytes, bool atLeastOne, Func<long, long> termOf, BatchRun run, CancellationToken cancellationToken)
    {
        var (next, isFull) = await ReadAsync(file.Name, offset, file.EndOffset, maxBytes, atLeastOne, termOf, run, cancellationToken);
        return next == offset && !isFull && file.Before is { } before
            ? await ReadAsync(before, offset, file.EndOffset, maxBytes, atLeastOne, termOf, run, cancellationToken)
            : (next, isFull);
    }

    /// <summary>The headers of the batches that a file is the first to hold, in their order.</summary>
    public async IAsyncEnumerable<EntryHeader> HeadersAsync(
        FileFacts file, Func<long, long> termOf, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = file.BaseOffset;
        foreach (var name in new[] { file.Before, file.Name }.OfType<string>())
        {
            await foreach (var (found, _) in EnumerateAsync(name, _positions.Find(name, next), cancellationToken))
            {
                if (found is not { Header: { IsBarrier: false } header } || header.BaseOffset != next || header.Term != termOf(next) || next >= file.EndOffset)
                    continue;
                next = header.LastOffset + 1;
                yield return header;
            }
        }
    }

    private async ValueTask<(long Next, bool IsFull)> ReadAsync(
        string name, long offset, long endOffset, int maxBytes, bool atLeastOne, Func<long, long> termOf, BatchRun run, CancellationToken cancellationToken)
    {
        var next = offset;
        var noted = _positions.Find(name, offset);
        var position = noted;
        await foreach (var (found, after) in EnumerateAsync(name, position, cancellationToken))
        {
            var before = position;
            position = after;
            if (found is not { Header: { IsBarrier: false } header } entry || header.Term != termOf(header.BaseOffset))
                continue;
            if (header.LastOffset < next)
            {
                // So that whoever wants something before this need not read all this again.
                if (before - noted > NoteEveryBytes)
                    _positions.Note(name, header.BaseOffset, noted = before);
                continue;
            }

            // Only the first batch may begin below the offset.
            if (header.BaseOffset > next || (header.BaseOffset < next && !run.IsEmpty))
                break;
            if (run.Length + entry.Batch.Length > maxBytes && !(run.IsEmpty && atLeastOne))
            {
                _positions.Note(name, next, before);
                return (next, true);
            }

            run.Add(entry.Batch);
            next = header.LastOffset + 1;
            if (run.Length >= maxBytes || next >= endOffset)
            {
                _positions.Note(name, next, after);
                return (next, run.Length >= maxBytes);
            }
        }

        return (next, false);
    }
}
