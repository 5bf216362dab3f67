using System.Buffers.Binary;

namespace KafkaGateway.Protocol;

public sealed partial class KafkaWriter
{
    private readonly List<Reference> _references = [];
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private int _referencedLength;

    /// <summary>
    /// The output in order, without empty pieces. The list and its pieces are valid until the next write, <see cref="Reset"/> or
    /// <see cref="Dispose"/>.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> GetPieces()
    {
        _pieces.Clear();
        var start = 0;
        foreach (var reference in _references)
        {
            AddSlice(start, reference.Position);
            _pieces.Add(reference.Blob);
            start = reference.Position;
        }

        AddSlice(start, _position);
        return _pieces;
    }

    /// <summary>The output as one new array.</summary>
    public byte[] ToArray()
    {
        var whole = new byte[Length];
        var position = 0;
        foreach (var piece in GetPieces())
        {
            piece.Span.CopyTo(whole.AsSpan(position));
            position += piece.Length;
        }

        return whole;
    }

    /// <summary>Begins a frame: the octets that follow, until <see cref="EndFrame"/>, are preceded by their int32 size.</summary>
    /// <returns>What <see cref="EndFrame"/> wants.</returns>
    public WriterMark BeginFrame()
    {
        _errors.Clear();
        WriteInt32(0);
        return new WriterMark(_position, Length);
    }

    /// <summary>Ends a frame: fills in its size.</summary>
    public void EndFrame(WriterMark start) =>
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start.Position - sizeof(int)), Length - start.Length);

    private void Append(ReadOnlyMemory<byte> blob)
    {
        if (blob.Length < ReferenceThreshold)
        {
            WriteRaw(blob.Span);
            return;
        }

        _referencedLength = checked(_referencedLength + blob.Length);
        _references.Add(new Reference(_position, blob));
    }

    private void AddSlice(int start, int end)
    {
        if (end > start)
            _pieces.Add(_buffer.AsMemory(start, end - start));
    }

    private void ShiftReferences(int from, int shift)
    {
        for (var i = _references.Count - 1; i >= 0 && _references[i].Position >= from; i--)
            _references[i] = _references[i] with { Position = _references[i].Position + shift };
    }

    private void ForgetReferences()
    {
        _references.Clear();
        _pieces.Clear();
        _referencedLength = 0;
    }

    private readonly record struct Reference(int Position, ReadOnlyMemory<byte> Blob);
}
