using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Decodes gzip through a fixed window.</summary>
internal sealed class GzipDecoder : BlockDecoder
{
    private const int WindowSize = 64 * 1024;

    private readonly GZipStream _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowSize);

    public GzipDecoder(ReadOnlyMemory<byte> compressed)
    {
        if (compressed.Length < 18)
            throw new MalformedCompressionException("the gzip member is cut");
        if (!MemoryMarshal.TryGetArray(compressed, out var array))
            array = compressed.ToArray();
        _stream = new GZipStream(new MemoryStream(array.Array!, array.Offset, array.Count, writable: false), CompressionMode.Decompress);
    }

    public override ReadOnlySpan<byte> Next()
    {
        try
        {
            return _buffer.AsSpan(0, _stream.Read(_buffer));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new MalformedCompressionException(e.Message, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
