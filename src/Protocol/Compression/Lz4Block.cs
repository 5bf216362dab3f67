using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Decodes one LZ4 block.</summary>
internal static class Lz4Block
{
    private const int ShortestMatch = 4;

    /// <summary>Decodes a block.</summary>
    /// <param name="source">The block, no longer than its frame allows.</param>
    /// <param name="target">History that matches may reach back to, then room for the output.</param>
    /// <param name="start">Where the output begins.</param>
    /// <returns>Where the output ends.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> target, int start)
    {
        var written = start;
        var read = 0;
        while (read < source.Length)
        {
            int token = source[read++];
            var literals = ReadLength(source, ref read, token >> 4);
            if (literals > source.Length - read || literals > target.Length - written)
                throw Malformed();
            source.Slice(read, literals).CopyTo(target[written..]);
            read += literals;
            written += literals;
            // Only the last sequence has no match.
            if (read == source.Length)
                return written;
            if (source.Length - read < sizeof(ushort))
                throw Malformed();
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(source[read..]);
            read += sizeof(ushort);
            var length = ReadLength(source, ref read, token & 15) + ShortestMatch;
            if (distance == 0 || distance > written || length > target.Length - written)
                throw Malformed();
            MatchCopy.Copy(target, written, distance, length);
            written += length;
        }

        throw Malformed();
    }

    private static int ReadLength(ReadOnlySpan<byte> source, ref int read, int length)
    {
        if (length < 15)
            return length;
        // A block has at most 4 MiB, so this stays below 2^31.
        byte more;
        do
        {
            if (read == source.Length)
                throw Malformed();
            more = source[read++];
            length += more;
        }
        while (more == byte.MaxValue);
        return length;
    }

    private static MalformedCompressionException Malformed() => new("an LZ4 block reaches beyond its ends");
}
