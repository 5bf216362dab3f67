using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Decodes gzip through a fixed window.</summary>
internal sealed class GzipDecoder : BlockDecoder
{
    private const int WindowSize = 64 * 1024;

    private readonly GZipStream _stream;
    private readonly uint _lastLength;
    private long _decoded;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowSize);

    public GzipDecoder(ReadOnlyMemory<byte> compressed)
    {
        if (compressed.Length < 18)
            throw new MalformedCompressionException("the gzip member is cut");
        _lastLength = BinaryPrimitives.ReadUInt32LittleEndian(compressed.Span[^sizeof(uint)..]);
        if (!MemoryMarshal.TryGetArray(compressed, out var array))
            array = compressed.ToArray();
        _stream = new GZipStream(new MemoryStream(array.Array!, array.Offset, array.Count, writable: false), CompressionMode.Decompress);
    }

    public override ReadOnlySpan<byte> Next()
    {
        try
        {
            var block = _buffer.AsSpan(0, _stream.Read(_buffer));
            _decoded += block.Length;
            if (block.IsEmpty)
                CheckEnd();
            return block;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new MalformedCompressionException(e.Message, e);
        }
    }

    /// <summary>
    /// GZipStream takes a stream whose trailer is cut for whole, which Java does not. The last four octets are the last member's length,
    /// so what a cut leaves there is most likely more than was ever decoded.
    /// </summary>
    private void CheckEnd()
    {
        if (_lastLength > _decoded)
            throw new MalformedCompressionException("the trailer of the gzip member is cut or wrong");
    }

    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
