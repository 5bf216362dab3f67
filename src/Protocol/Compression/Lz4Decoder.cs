using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Decodes one LZ4 frame block by block.</summary>
internal sealed class Lz4Decoder : BlockDecoder
{
    // The farthest that a match reaches back, across blocks where they are linked.
    private const int HistorySize = 64 * 1024;

    private readonly Lz4FrameHeader _header;
    private ReadOnlyMemory<byte> _rest;
    private byte[] _buffer = [];
    private int _end;
    private ulong _decoded;
    private XxHash32 _content = new();
    private bool _finished;

    public Lz4Decoder(ReadOnlyMemory<byte> frame, Lz4FrameHeader header)
    {
        _header = header;
        _rest = frame[header.Size..];
        _buffer = ArrayPool<byte>.Shared.Rent(header.BlockSize + (header.HasLinkedBlocks ? HistorySize : 0));
    }

    public override ReadOnlySpan<byte> Next()
    {
        while (!_finished)
        {
            var size = TakeNumber();
            if (size == 0)
            {
                CheckEnd();
                break;
            }

            var output = DecodeBlock((int)(size & ~Lz4Codec.StoredBlock), (size & Lz4Codec.StoredBlock) != 0);
            _decoded += (ulong)output.Length;
            if (_header.HasContentChecksum)
                _content.Append(output);
            if (!output.IsEmpty)
                return output;
        }

        return default;
    }

    protected override void Dispose(bool disposing)
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlySpan<byte> DecodeBlock(int size, bool stored)
    {
        if (size > _header.BlockSize || size > _rest.Length)
            throw new MalformedCompressionException("the size of an LZ4 block is malformed");
        var block = _rest.Span[..size];
        _rest = _rest[size..];
        if (_header.HasBlockChecksums && TakeNumber() != XxHash32.Hash(block))
            throw new MalformedCompressionException("the checksum of an LZ4 block is wrong");
        var start = MakeRoom();
        var target = _buffer.AsSpan(0, start + _header.BlockSize);
        if (stored)
        {
            block.CopyTo(target[start..]);
            _end = start + size;
        }
        else
        {
            _end = Lz4Block.Decode(block, target, start);
        }

        return _buffer.AsSpan(start.._end);
    }

    /// <summary>Where the next block goes: behind the history that it may refer to.</summary>
    private int MakeRoom()
    {
        if (!_header.HasLinkedBlocks)
            return 0;
        var kept = Math.Min(_end, HistorySize);
        _buffer.AsSpan(_end - kept, kept).CopyTo(_buffer);
        return kept;
    }

    private void CheckEnd()
    {
        _finished = true;
        if (_header.HasContentChecksum && TakeNumber() != _content.Finish())
            throw new MalformedCompressionException("the content checksum of the LZ4 frame is wrong");
        if (_header.ContentLength is { } length && length != _decoded)
            throw new MalformedCompressionException("the LZ4 frame does not hold as much as it says");
        if (!_rest.IsEmpty)
            throw new MalformedCompressionException("something follows the LZ4 frame");
    }

    private uint TakeNumber()
    {
        if (_rest.Length < sizeof(uint))
            throw new MalformedCompressionException("the LZ4 frame is cut");
        var number = BinaryPrimitives.ReadUInt32LittleEndian(_rest.Span);
        _rest = _rest[sizeof(uint)..];
        return number;
    }
}
