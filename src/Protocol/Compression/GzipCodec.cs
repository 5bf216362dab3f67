using System.Buffers;
using System.IO.Compression;

namespace KafkaGateway.Protocol.Compression;

/// <summary>gzip by .NET, which reads several members one after another as one.</summary>
internal sealed class GzipCodec : ICompressionCodec
{
    private const int DefaultLevel = 6;

    public BlockDecoder Decode(ReadOnlyMemory<byte> compressed, long limit) => new GzipDecoder(compressed);

    /// <param name="source">What to compress.</param>
    /// <param name="level">0 to 9; null or -1 for zlib's default, 6.</param>
    /// <param name="target">Takes one member.</param>
    public void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target)
    {
        var options = new ZLibCompressionOptions { CompressionLevel = level is null or -1 ? DefaultLevel : level.Value };
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, options, leaveOpen: true))
            gzip.Write(source);
        target.Write(result.GetBuffer().AsSpan(0, (int)result.Length));
    }
}
