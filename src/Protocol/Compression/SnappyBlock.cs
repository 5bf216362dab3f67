using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Decodes one raw snappy block.</summary>
internal static class SnappyBlock
{
    // The densest element is a copy of 64 octets in 3.
    private const int GreatestRatio = 22;

    /// <summary>The length that a block says it decodes to, checked against what its octets can make.</summary>
    public static int ReadLength(ReadOnlySpan<byte> block, long limit, out int headerSize)
    {
        headerSize = Varint.ReadUnsigned(block, out uint length);
        if (headerSize == 0 || length > (long)GreatestRatio * block.Length)
            throw new MalformedCompressionException("the length of a snappy block is malformed");
        return length <= Math.Min(limit, Array.MaxLength) ? (int)length : throw new DecompressionLimitException(limit);
    }

    /// <summary>Decodes the elements behind the length into exactly the room that the length asked for.</summary>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var written = 0;
        while (!source.IsEmpty)
        {
            var taken = (source[0] & 3) == 0
                ? DecodeLiteral(source, target, ref written)
                : DecodeCopy(source, target, ref written);
            source = source[taken..];
        }

        if (written != target.Length)
            throw new MalformedCompressionException("a snappy block is shorter than it says");
    }

    private static int DecodeLiteral(ReadOnlySpan<byte> source, Span<byte> target, ref int written)
    {
        var size = 1;
        var length = (long)(source[0] >> 2);
        if (length >= 60)
        {
            var extra = (int)length - 59;
            if (source.Length <= extra)
                throw Malformed();
            length = 0;
            for (var i = extra; i > 0; i--)
                length = (length << 8) | source[i];
            size += extra;
        }

        length++;
        if (length > source.Length - size || length > target.Length - written)
            throw Malformed();
        source.Slice(size, (int)length).CopyTo(target[written..]);
        written += (int)length;
        return size + (int)length;
    }

    private static int DecodeCopy(ReadOnlySpan<byte> source, Span<byte> target, ref int written)
    {
        int tag = source[0];
        var kind = tag & 3;
        var size = kind == 3 ? 5 : kind + 1;
        if (source.Length < size)
            throw Malformed();
        var (length, distance) = kind switch
        {
            1 => (((tag >> 2) & 7) + 4, (uint)(((tag >> 5) << 8) | source[1])),
            2 => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt16LittleEndian(source[1..])),
            _ => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt32LittleEndian(source[1..])),
        };
        if (distance == 0 || distance > (uint)written || length > target.Length - written)
            throw Malformed();
        MatchCopy.Copy(target, written, (int)distance, length);
        written += length;
        return size;
    }

    private static MalformedCompressionException Malformed() => new("a snappy block reaches beyond its ends");
}
