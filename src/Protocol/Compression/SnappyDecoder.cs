using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Decodes snappy block by block.</summary>
internal sealed class SnappyDecoder(ReadOnlyMemory<byte> blocks, bool framed, long limit) : BlockDecoder
{
    private ReadOnlyMemory<byte> _rest = blocks;
    private byte[] _buffer = [];

    public override ReadOnlySpan<byte> Next()
    {
        while (!_rest.IsEmpty)
        {
            var block = TakeBlock().Span;
            var length = SnappyBlock.ReadLength(block, limit, out var headerSize);
            EnsureBuffer(length);
            SnappyBlock.Decode(block[headerSize..], _buffer.AsSpan(0, length));
            if (length > 0)
                return _buffer.AsSpan(0, length);
        }

        return default;
    }

    protected override void Dispose(bool disposing)
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlyMemory<byte> TakeBlock()
    {
        var block = _rest;
        if (!framed)
        {
            _rest = default;
            return block;
        }

        var length = block.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32BigEndian(block.Span);
        if (length < 0 || length > block.Length - sizeof(int))
            throw new MalformedCompressionException("the length of a xerial chunk is malformed");
        _rest = block[(sizeof(int) + length)..];
        return block.Slice(sizeof(int), length);
    }

    private void EnsureBuffer(int length)
    {
        if (_buffer.Length >= length)
            return;
        Dispose(true);
        _buffer = ArrayPool<byte>.Shared.Rent(length);
    }
}
