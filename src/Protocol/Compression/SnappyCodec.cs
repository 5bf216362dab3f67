using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Snappy: reads xerial streams and single raw blocks, writes xerial streams as Java does.</summary>
internal sealed class SnappyCodec : ICompressionCodec
{
    /// <summary>Input octets a block; xerial writers use no more.</summary>
    private const int BlockSize = 32 * 1024;

    /// <summary>What a xerial stream begins with; version 1 and the compatible version 1 follow.</summary>
    private static ReadOnlySpan<byte> XerialHeader => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1];

    public static bool IsXerial(ReadOnlySpan<byte> compressed) => compressed.StartsWith(XerialHeader[..8]);

    public BlockDecoder Decode(ReadOnlyMemory<byte> compressed, long limit)
    {
        if (!IsXerial(compressed.Span))
            return new SnappyDecoder(compressed, framed: false, limit);
        return compressed.Length >= XerialHeader.Length
            ? new SnappyDecoder(compressed[XerialHeader.Length..], framed: true, limit)
            : throw new MalformedCompressionException("the xerial header is cut");
    }

    public void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target)
    {
        using var table = new MatchTable();
        target.Write(XerialHeader);
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(source.Length, BlockSize)];
            var span = target.GetSpan(sizeof(int) + SnappyBlockWriter.Bound(block.Length));
            var size = SnappyBlockWriter.Write(block, span[sizeof(int)..], table);
            BinaryPrimitives.WriteInt32BigEndian(span, size);
            target.Advance(sizeof(int) + size);
            source = source[block.Length..];
        }
    }
}
