using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.Local.Files;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>Reads whole batches out of a segment's file, mostly with one call to the system.</summary>
internal static class SegmentRead
{
    /// <summary>Room for the batches that lie between an index entry and the one that is looked for.</summary>
    private const int Slack = 8 * 1024;

    /// <summary>How much one array may take, so that a huge limit does not ask for a huge array.</summary>
    private const int LargestChunk = 64 * 1024 * 1024;

    /// <param name="Bytes">Whole batches.</param>
    /// <param name="NextOffset">The offset behind them.</param>
    /// <param name="IsFull">Whether the next batch would not have fitted.</param>
    public readonly record struct Chunk(ReadOnlyMemory<byte> Bytes, long NextOffset, bool IsFull);

    /// <summary>Batches from the one that holds the offset on.</summary>
    /// <param name="open">The segment.</param>
    /// <param name="from">A batch's position at or before the offset.</param>
    /// <param name="limit">Where the segment ends.</param>
    /// <param name="offset">An offset in the segment.</param>
    /// <param name="maxBytes">At most so many bytes,</param>
    /// <param name="atLeastOne">or the first batch alone.</param>
    public static Chunk Batches(OpenSegment open, long from, long limit, long offset, int maxBytes, bool atLeastOne)
    {
        var wanted = Math.Min(maxBytes, LargestChunk);
        var buffer = Take(open, from, Math.Min(limit - from, wanted + Slack));
        var skipped = Skip(buffer.Span, open.Path, from, limit, offset, out var first);
        if (first is null)
            (skipped, first) = Locate(open, from + skipped, limit, offset, from);
        var batchBytes = first.Value.SizeInBytes;
        if (batchBytes > maxBytes && !atLeastOne)
            return new Chunk(default, offset, IsFull: true);
        var needed = Math.Min(limit - from - skipped, Math.Max(wanted, batchBytes));
        if (skipped + needed <= buffer.Length)
            buffer = buffer[(int)skipped..];
        else
            buffer = Take(open, from + skipped, needed);
        return Cut(buffer, open.Path, from + skipped, limit, maxBytes);
    }

    /// <exception cref="StorageException">The file ends too early or cannot be read.</exception>
    public static int Fully(SafeFileHandle file, string path, Span<byte> target, long position)
    {
        var read = 0;
        try
        {
            while (read < target.Length)
            {
                var count = RandomAccess.Read(file, target[read..], position + read);
                if (count == 0)
                    throw new StorageException($"{path} ends at position {position + read}, before its time.");
                read += count;
            }
        }
        catch (Exception e) when (Disk.IsOfTheDisk(e))
        {
            throw Disk.Failed("read", path, e);
        }

        return read;
    }

    private static Memory<byte> Take(OpenSegment open, long position, long count)
    {
        var buffer = GC.AllocateUninitializedArray<byte>((int)count);
        Fully(open.File, open.Path, buffer, position);
        return buffer;
    }

    /// <summary>How many bytes lie before the batch that holds the offset; where the buffer ends too early, before the last header in it.</summary>
    private static long Skip(ReadOnlySpan<byte> buffer, string path, long from, long limit, long offset, out RecordBatchHeader? first)
    {
        first = null;
        var skipped = 0L;
        while (skipped < buffer.Length && RecordBatchHeader.TryRead(buffer[(int)skipped..], out var header))
        {
            if (!BatchCheck.IsPlausible(header, limit - from - skipped))
                throw BatchCheck.Damaged(path, from + skipped);
            if (header.LastOffset >= offset)
            {
                first = header;
                break;
            }

            skipped += header.SizeInBytes;
        }

        return skipped;
    }

    private static (long Skipped, RecordBatchHeader First) Locate(OpenSegment open, long position, long limit, long offset, long from)
    {
        using var walk = new HeaderWalk(open.File, open.Path, position, limit);
        while (walk.MoveNext())
        {
            if (walk.Header.LastOffset >= offset)
                return (walk.Position - from, walk.Header);
        }

        throw new StorageException($"{open.Path} does not hold offset {offset}, which it must.");
    }

    private static Chunk Cut(Memory<byte> buffer, string path, long position, long limit, int maxBytes)
    {
        var (taken, nextOffset) = (0, 0L);
        while (RecordBatchHeader.TryRead(buffer.Span[taken..], out var header))
        {
            if (!BatchCheck.IsPlausible(header, limit - position - taken))
                throw BatchCheck.Damaged(path, position + taken);
            if (header.SizeInBytes > buffer.Length - taken || (taken > 0 && taken + header.SizeInBytes > maxBytes))
                break;
            taken += (int)header.SizeInBytes;
            nextOffset = header.NextOffset;
        }

        // A chunk that ends before both the limit and the segment was cut only for the size of the array.
        var isFull = taken < limit - position && buffer.Length >= Math.Min(limit - position, maxBytes);
        return new Chunk(buffer[..taken], nextOffset, isFull);
    }
}
