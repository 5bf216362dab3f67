using System.Buffers;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Zstandard by the system's library, which is asked for only when something really needs it.</summary>
/// <param name="library">Gives the library, or null where the system has none.</param>
internal sealed class ZstdCodec(Func<ZstdLibrary?> library) : ICompressionCodec
{
    private const int DefaultLevel = 3;

    public BlockDecoder Decode(ReadOnlyMemory<byte> compressed, long limit) => new ZstdDecoder(Require(), compressed);

    /// <param name="source">What to compress.</param>
    /// <param name="level">-131072 to 22; null for 3.</param>
    /// <param name="target">Takes one frame.</param>
    public void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target)
    {
        var zstd = Require();
        var span = target.GetSpan(zstd.CompressBound(source.Length));
        target.Advance(zstd.Compress(source, span, level ?? DefaultLevel));
    }

    private ZstdLibrary Require() => library()
        ?? throw new UnsupportedCompressionException("zstd needs the system's libzstd, which is not installed here");
}
