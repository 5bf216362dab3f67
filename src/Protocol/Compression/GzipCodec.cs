using System.Buffers;
using System.IO.Compression;

namespace KafkaGateway.Protocol.Compression;

/// <summary>gzip by .NET, which reads several members one after another as one.</summary>
internal sealed class GzipCodec : ICompressionCodec
{
    private const int DefaultLevel = 6;

    /// <summary>GZipStream writes nothing at all for no input, which no reader would take.</summary>
    private static ReadOnlySpan<byte> EmptyMember => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public BlockDecoder Decode(ReadOnlyMemory<byte> compressed, long limit) => new GzipDecoder(compressed);

    /// <param name="source">What to compress.</param>
    /// <param name="level">0 to 9; null or -1 for zlib's default, 6.</param>
    /// <param name="target">Takes one member.</param>
    public void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target)
    {
        if (source.IsEmpty)
        {
            target.Write(EmptyMember);
            return;
        }

        var options = new ZLibCompressionOptions { CompressionLevel = level is null or -1 ? DefaultLevel : level.Value };
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, options, leaveOpen: true))
            gzip.Write(source);
        target.Write(result.GetBuffer().AsSpan(0, (int)result.Length));
    }
}
