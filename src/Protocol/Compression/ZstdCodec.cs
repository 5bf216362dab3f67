using System.Buffers;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Zstandard by the system's library.</summary>
internal sealed class ZstdCodec : ICompressionCodec
{
    private const int DefaultLevel = 3;

    public BlockDecoder Decode(ReadOnlyMemory<byte> compressed, long limit) => new ZstdDecoder(ZstdLibrary.Required, compressed);

    /// <param name="source">What to compress.</param>
    /// <param name="level">-131072 to 22; null for 3.</param>
    /// <param name="target">Takes one frame.</param>
    public void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target)
    {
        var library = ZstdLibrary.Required;
        var span = target.GetSpan(library.CompressBound(source.Length));
        target.Advance(library.Compress(source, span, level ?? DefaultLevel));
    }
}
