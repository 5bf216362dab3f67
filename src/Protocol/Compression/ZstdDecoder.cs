using System.Buffers;

namespace KafkaGateway.Protocol.Compression;

/// <summary>
/// Decodes zstd frames through a fixed window. The library itself keeps as much as a frame's own window, at most 128 MiB, of which only
/// what has been decoded takes memory.
/// </summary>
internal sealed class ZstdDecoder : BlockDecoder
{
    // What one zstd block decodes to at most, so that the library need not hold output back.
    private const int WindowSize = 128 * 1024;

    private readonly ZstdLibrary _library;
    private ReadOnlyMemory<byte> _rest;
    private byte[] _buffer;
    private nint _decoder;
    private bool _frameEnded;

    public ZstdDecoder(ZstdLibrary library, ReadOnlyMemory<byte> compressed)
    {
        _library = library;
        _rest = compressed;
        _decoder = library.Contexts.Take();
        _buffer = ArrayPool<byte>.Shared.Rent(WindowSize);
    }

    ~ZstdDecoder() => Dispose(false);

    public override ReadOnlySpan<byte> Next()
    {
        ObjectDisposedException.ThrowIf(_decoder == 0, this);
        // Output may be left in the library when all input is taken, so the frame's end decides.
        while (!_rest.IsEmpty || !_frameEnded)
        {
            _frameEnded = _library.Decompress(_decoder, _rest.Span, _buffer, out var taken, out var given);
            _rest = _rest[taken..];
            if (given > 0)
                return _buffer.AsSpan(0, given);
            if (taken == 0 && !_frameEnded)
                throw new MalformedCompressionException("the zstd frame is cut");
        }

        return default;
    }

    protected override void Dispose(bool disposing)
    {
        if (_decoder != 0)
            _library.Contexts.Return(_decoder);
        _decoder = 0;
        if (disposing && _buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
