using System.Buffers;
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
    /// Whole batches from the one that holds an offset on, as many as fit. Of entries with the same offsets only those of the term that the
    /// offsets belong to count: others are of owners who did not know that their time was over.
    /// </summary>
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(
        FileFacts file, long offset, int maxBytes, bool atLeastOne, Func<long, long> termOf, CancellationToken cancellationToken)
    {
        BatchRun? first = null, last = null;
        var bytes = 0L;
        var next = offset;
        var start = _positions.Find(file.Name, offset);
        await foreach (var (found, after) in EnumerateAsync(file.Name, start, cancellationToken))
        {
            if (found is not { Header: { IsBarrier: false } header } entry || header.Term != termOf(header.BaseOffset))
                continue;
            var isWanted = first is null ? header.BaseOffset <= offset && offset <= header.LastOffset : header.BaseOffset == next;
            if (!isWanted)
                continue;
            if (bytes + entry.Batch.Length > maxBytes && (first is not null || !atLeastOne))
                break;
            last = new BatchRun(entry.Batch, last);
            first ??= last;
            bytes += entry.Batch.Length;
            next = header.LastOffset + 1;
            _positions.Note(file.Name, next, after);
            if (bytes >= maxBytes || next >= file.EndOffset)
                break;
        }

        return first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class BatchRun : ReadOnlySequenceSegment<byte>
    {
        public BatchRun(ReadOnlyMemory<byte> batch, BatchRun? previous)
        {
            Memory = batch;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
