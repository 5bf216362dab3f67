using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Reads entries of one partition's log files.</summary>
internal sealed class LogFiles(FilerClient filer, string folder, int readBytes)
{
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
        var count = readBytes;
        while (true)
        {
            var bytes = await filer.ReadFileAsync($"{folder}/{name}", position, count, cancellationToken);
            var isEnd = bytes.Length < count;
            count = readBytes;
            while (true)
            {
                var length = LogFileEntry.Read(bytes, out var entry, out var needed);
                if (length == 0)
                {
                    count = Math.Max(count, needed);
                    break;
                }

                bytes = bytes[length..];
                position += length;
                yield return (entry, position);
            }

            if (isEnd)
                yield break;
        }
    }

    /// <summary>
    /// Adds to a run whole batches from the one that holds an offset on, as many as fit, and returns the offset after them. Of entries with the same
    /// offsets only those of the term that the offsets belong to count: others are of owners who did not know that their time was over.
    /// </summary>
    public async ValueTask<long> ReadAsync(
        FileFacts file, long offset, int maxBytes, bool atLeastOne, Func<long, long> termOf, BatchRun run, CancellationToken cancellationToken)
    {
        var next = offset;
        await foreach (var (found, after) in EnumerateAsync(file.Name, _positions.Find(file.Name, offset), cancellationToken))
        {
            if (found is not { Header: { IsBarrier: false } header } entry || header.Term != termOf(header.BaseOffset))
                continue;
            if (next == offset && run.IsEmpty ? header.BaseOffset > next || next > header.LastOffset : header.BaseOffset != next)
                continue;
            if (run.Length + entry.Batch.Length > maxBytes && !(run.IsEmpty && atLeastOne))
                break;
            run.Add(entry.Batch);
            next = header.LastOffset + 1;
            _positions.Note(file.Name, next, after);
            if (run.Length >= maxBytes || next >= file.EndOffset)
                break;
        }

        return next;
    }
}
