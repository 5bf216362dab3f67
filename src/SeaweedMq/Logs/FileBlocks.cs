using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// Log files in blocks of one size, of which those used last are kept, for all partitions of the process together. Behind a block that is read the next one is
/// asked for. What a file holds never changes, but it may grow: only its last block is ever read again.
/// </summary>
internal sealed class FileBlocks(FilerClient filer, int blockBytes, long keepBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Path, long Number), LinkedListNode<Block>> _blocks = [];
    private readonly LinkedList<Block> _byUse = [];

    /// <summary>Bytes of a file from a position on: at least as many as asked for, or all up to its end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(string path, long position, int count, CancellationToken cancellationToken)
    {
        var (number, start) = Math.DivRem(position, blockBytes);
        var block = await ReadBlockAsync(path, number, (int)start + count, cancellationToken);
        var bytes = block[(int)Math.Min(start, block.Length)..];
        if (bytes.Length >= count || block.Length < blockBytes)
            return bytes;

        // What goes on in other blocks is put together.
        var joined = GC.AllocateUninitializedArray<byte>(count);
        bytes.CopyTo(joined);
        var length = bytes.Length;
        while (length < count && block.Length == blockBytes)
        {
            block = await ReadBlockAsync(path, ++number, count - length, cancellationToken);
            bytes = block[..Math.Min(block.Length, count - length)];
            bytes.CopyTo(joined.AsMemory(length));
            length += bytes.Length;
        }

        return joined.AsMemory(0, length);
    }

    private async Task<ReadOnlyMemory<byte>> ReadBlockAsync(string path, long number, int length, CancellationToken cancellationToken)
    {
        var reading = Take(path, number, Math.Min(length, blockBytes));
        var block = await reading.WaitAsync(cancellationToken);
        if (block.Length == blockBytes)
            _ = Take(path, number + 1, 0);
        return block;
    }

    private Task<ReadOnlyMemory<byte>> Take(string path, long number, int length)
    {
        lock (_gate)
        {
            if (_blocks.TryGetValue((path, number), out var found))
            {
                _byUse.Remove(found);
                if (found.Value.HasOrMayHave(length))
                {
                    _byUse.AddFirst(found);
                    return found.Value.Reading;
                }
            }

            // Not cancelled with the reader, since others may wait for it; and perhaps nobody does.
            var reading = filer.ReadFileAsync(path, number * blockBytes, blockBytes, CancellationToken.None);
            _ = reading.ContinueWith(failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted);
            _blocks[(path, number)] = _byUse.AddFirst(new Block(path, number, reading));
            for (var last = _byUse.Last!; _byUse.Count * (long)blockBytes > keepBytes && last != _byUse.First; last = _byUse.Last!)
            {
                _byUse.RemoveLast();
                _blocks.Remove((last.Value.Path, last.Value.Number));
            }

            return reading;
        }
    }

    private sealed record Block(string Path, long Number, Task<ReadOnlyMemory<byte>> Reading)
    {
        /// <summary>Whether so much was read of it, or may have been when it is here.</summary>
        public bool HasOrMayHave(int length) => !Reading.IsCompleted || (Reading.IsCompletedSuccessfully && Reading.Result.Length >= length);
    }
}
