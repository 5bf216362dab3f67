using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>Reads batches: the newest ones from memory, others from the disk on the thread pool.</summary>
internal sealed class LogReader(LogState state, LogContext context, LogOwnership ownership)
{
    public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            state.CheckUsable();
            LogRules.CheckOffset(state.Key, offset, state.Start, state.End);
            if (offset == state.End)
                return new(ReadOnlySequence<byte>.Empty);
            if (state.Tail.IndexOf(offset) is var index and >= 0)
                return new(state.Tail.Read(index, maxBytes, atLeastOne));
        }

        return new(Task.Run(() => ownership.Explain(() => ReadFromDisk(offset, maxBytes, atLeastOne)), cancellationToken));
    }

    private ReadOnlySequence<byte> ReadFromDisk(long offset, int maxBytes, bool atLeastOne)
    {
        var chunks = new ChunkList();
        while (TryFind(offset, isFirst: chunks.IsEmpty) is { } place)
        {
            SegmentRead.Chunk chunk;
            try
            {
                chunk = ReadChunk(place, offset, maxBytes - (int)chunks.Length, atLeastOne && chunks.IsEmpty);
            }
            catch (StorageException) when (offset < state.Start)
            {
                // Its file was deleted while it was read. What was read before is whole; the lock tells who had nothing yet.
                if (chunks.IsEmpty)
                    continue;
                break;
            }

            chunks.Add(chunk.Bytes);
            offset = chunk.NextOffset;
            if (chunk.IsFull || chunks.Length >= maxBytes)
                break;
        }

        return chunks.ToSequence();
    }

    private SegmentRead.Chunk ReadChunk(in Place place, long offset, int maxBytes, bool atLeastOne)
    {
        var open = place.Open ?? context.Cache.Rent(place.Segment);
        try
        {
            var from = place.Open is null ? open.Index.FindOffset(offset) : place.From;
            return SegmentRead.Batches(open, from, place.Limit, offset, maxBytes, atLeastOne);
        }
        finally
        {
            open.Return();
        }
    }

    /// <summary>Where an offset lies, or null at the end of the log.</summary>
    private Place? TryFind(long offset, bool isFirst)
    {
        lock (state.Gate)
        {
            state.CheckUsable();
            if (isFirst)
                LogRules.CheckOffset(state.Key, offset, state.Start, state.End);
            if (offset >= state.End || offset < state.Start)
                return null;
            var segment = state.Segments[state.IndexOf(offset)];
            return new Place(segment, segment.Open?.Rent(), segment.Open?.Index.FindOffset(offset) ?? 0, segment.Facts.SizeBytes);
        }
    }

    /// <param name="Segment">The segment.</param>
    /// <param name="Open">Where it is still being written or flushed, rented.</param>
    /// <param name="From">Where to look from, where it is open: the index may grow when the lock is left.</param>
    /// <param name="Limit">How far it may be read.</param>
    private readonly record struct Place(Segment Segment, OpenSegment? Open, long From, long Limit);
}
