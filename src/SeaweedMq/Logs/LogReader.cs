using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Reads a log and finds offsets by time: the end from memory, the rest from the files.</summary>
internal sealed class LogReader(LogState state, LogFiles logFiles)
{
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken)
    {
        var run = new BatchRun();
        while (true)
        {
            FileFacts file;
            lock (state.Gate)
            {
                state.ThrowIfClosed();
                LogRules.CheckOffset(state.Key, offset, state.StartOffset, state.EndOffset);
                var mustGiveOne = atLeastOne && run.IsEmpty;
                if (offset == state.EndOffset || (run.Length >= maxBytes && !mustGiveOne))
                    return run.ToSequence();
                if (offset >= state.Tail.StartOffset)
                {
                    run.Add(state.Tail.Read(offset, (int)(maxBytes - run.Length), mustGiveOne, state.EndOffset));
                    return run.ToSequence();
                }

                file = state.Files.Of(offset) ?? throw new StorageException($"{state.Key}: no log file holds offset {offset}");
            }

            var (next, isFull) = await logFiles.ReadAsync(file, offset, maxBytes, atLeastOne, state.TermOf, run, cancellationToken);
            if (isFull)
                return run.ToSequence();
            if (next == offset)
                throw new StorageException($"{state.Key}: the log file {file.Name} does not hold offset {offset}, though it did");
            offset = next;
        }
    }

    public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken) =>
        FindAsync(found => found >= timestamp, cancellationToken);

    public async ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken)
    {
        long greatest;
        lock (state.Gate)
        {
            state.ThrowIfClosed();
            if (state.StartOffset == state.EndOffset)
                return null;
            greatest = Math.Max(
                state.Files.From(state.StartOffset).Select(file => file.MaxTimestamp).DefaultIfEmpty(-1).Max(),
                state.LiveTail.Select(batch => batch.MaxTimestamp).DefaultIfEmpty(-1).Max());
        }

        // What the file of the greatest one held below the start does not count.
        return await FindAsync(found => found >= greatest, cancellationToken);
    }

    private async ValueTask<long?> FindAsync(Func<long, bool> matches, CancellationToken cancellationToken)
    {
        List<FileFacts> candidates;
        List<LogBatch> tail;
        long startOffset, tailStart;
        lock (state.Gate)
        {
            state.ThrowIfClosed();
            (startOffset, tailStart) = (state.StartOffset, state.Tail.StartOffset);
            candidates = [.. state.Files.From(startOffset).Where(file => file.BaseOffset < tailStart && matches(file.MaxTimestamp))];
            tail = [.. state.LiveTail];
        }

        foreach (var file in candidates)
        {
            await foreach (var header in logFiles.HeadersAsync(file, state.TermOf, cancellationToken))
            {
                if (header.LastOffset >= startOffset && header.BaseOffset < tailStart && matches(header.MaxTimestamp))
                    return header.BaseOffset;
            }
        }

        foreach (var batch in tail)
        {
            if (matches(batch.MaxTimestamp))
                return batch.BaseOffset;
        }

        return null;
    }
}
