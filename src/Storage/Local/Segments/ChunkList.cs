using System.Buffers;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>Joins what was read piece by piece into one sequence.</summary>
internal sealed class ChunkList
{
    private Chunk? _first;
    private Chunk? _last;

    public long Length => _last is null ? 0 : _last.RunningIndex + _last.Memory.Length;

    public bool IsEmpty => _last is null;

    public void Add(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        _last = new Chunk(bytes, _last);
        _first ??= _last;
    }

    public ReadOnlySequence<byte> ToSequence()
    {
        if (_first is null)
            return ReadOnlySequence<byte>.Empty;
        return _first == _last ? new(_first.Memory) : new(_first, 0, _last!, _last!.Memory.Length);
    }

    private sealed class Chunk : ReadOnlySequenceSegment<byte>
    {
        public Chunk(ReadOnlyMemory<byte> bytes, Chunk? previous)
        {
            Memory = bytes;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
