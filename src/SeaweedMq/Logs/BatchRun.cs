using System.Buffers;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Batches that follow one another, from wherever they were read, as one sequence.</summary>
internal sealed class BatchRun
{
    private Piece? _first;
    private Piece? _last;

    public bool IsEmpty => _first is null;

    public long Length => _last is null ? 0 : _last.RunningIndex + _last.Memory.Length;

    public void Add(ReadOnlyMemory<byte> batch)
    {
        _last = new Piece(batch, _last);
        _first ??= _last;
    }

    public void Add(in ReadOnlySequence<byte> batches)
    {
        foreach (var batch in batches)
            Add(batch);
    }

    public ReadOnlySequence<byte> ToSequence() =>
        _first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> batch, Piece? previous)
        {
            Memory = batch;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
