using System.Runtime.InteropServices;

namespace KafkaGateway.Protocol.Compression;

/// <summary>The system's libzstd, as far as records need it. .NET 10 has no zstd of its own.</summary>
internal sealed unsafe class ZstdLibrary
{
    private static readonly string[] FileNames = ["libzstd.so.1", "libzstd.so", "libzstd.1.dylib", "libzstd.dylib", "libzstd.dll", "zstd.dll"];
    private static readonly Lazy<ZstdLibrary?> Probe = new(Load);

    private readonly delegate* unmanaged<nuint, uint> _isError;
    private readonly delegate* unmanaged<nuint, byte*> _getErrorName;
    private readonly delegate* unmanaged<nuint, nuint> _compressBound;
    private readonly delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint> _compress;
    private readonly delegate* unmanaged<nint> _createDecoder;
    private readonly delegate* unmanaged<nint, nuint> _freeDecoder;
    private readonly delegate* unmanaged<nint, nuint> _initDecoder;
    private readonly delegate* unmanaged<nint, nuint> _sizeOfDecoder;
    private readonly delegate* unmanaged<nint, Buffer*, Buffer*, nuint> _decompressStream;

    private ZstdLibrary(nint library)
    {
        _isError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
        _getErrorName = (delegate* unmanaged<nuint, byte*>)NativeLibrary.GetExport(library, "ZSTD_getErrorName");
        _compressBound = (delegate* unmanaged<nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressBound");
        _compress = (delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compress");
        _createDecoder = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDStream");
        _freeDecoder = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDStream");
        _initDecoder = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_initDStream");
        _sizeOfDecoder = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_sizeof_DStream");
        _decompressStream = (delegate* unmanaged<nint, Buffer*, Buffer*, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressStream");
        Contexts = new ZstdContexts(this);
    }

    /// <summary>The library, or null where the system has none. Looked for once.</summary>
    public static ZstdLibrary? Instance => Probe.Value;

    /// <summary>Decoding contexts ready for use.</summary>
    public ZstdContexts Contexts { get; }

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which are laid out alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Start;
        public nuint Size;
        public nuint Position;
    }

    public int CompressBound(int length) => checked((int)_compressBound((nuint)length));

    /// <summary>Writes one frame and returns its size; the library clamps the level to what it knows.</summary>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> target, int level)
    {
        fixed (byte* input = source, output = target)
            return (int)Check(_compress(output, (nuint)target.Length, input, (nuint)source.Length, level));
    }

    public nint CreateDecoder()
    {
        var decoder = _createDecoder();
        return decoder != 0 ? decoder : throw new InsufficientMemoryException("libzstd could not allocate a decoder");
    }

    public void FreeDecoder(nint decoder) => _ = _freeDecoder(decoder);

    /// <summary>Makes ready for another stream, whatever became of the last one.</summary>
    public void ResetDecoder(nint decoder) => Check(_initDecoder(decoder));

    /// <summary>Octets that a decoder holds, its window included.</summary>
    public long SizeOfDecoder(nint decoder) => (long)_sizeOfDecoder(decoder);

    /// <summary>Decodes as much as fits.</summary>
    /// <returns>Whether a frame ended, with the octets taken and given.</returns>
    public bool Decompress(nint decoder, ReadOnlySpan<byte> source, Span<byte> target, out int taken, out int given)
    {
        fixed (byte* input = source, output = target)
        {
            var from = new Buffer { Start = input, Size = (nuint)source.Length };
            var to = new Buffer { Start = output, Size = (nuint)target.Length };
            var wanted = Check(_decompressStream(decoder, &to, &from));
            taken = (int)from.Position;
            given = (int)to.Position;
            return wanted == 0;
        }
    }

    private static ZstdLibrary? Load()
    {
        foreach (var name in FileNames)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return new ZstdLibrary(library);
        }

        return null;
    }

    private nuint Check(nuint result) => _isError(result) == 0
        ? result
        : throw new MalformedCompressionException($"zstd: {Marshal.PtrToStringUTF8((nint)_getErrorName(result))}");
}
