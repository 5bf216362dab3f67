using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Writes LZ4 blocks of at most 64 KiB of input.</summary>
internal static class Lz4BlockWriter
{
    private const int ShortestMatch = 4;
    // The format's own end rules: no match begins in the last 12 octets or covers the last 5.
    private const int LastMatchStart = 12;
    private const int LastLiterals = 5;

    /// <summary>The most octets that a block of some input can take.</summary>
    public static int Bound(int length) => length + (length / 255) + 16;

    /// <summary>Writes a block and returns its size.</summary>
    public static int Write(ReadOnlySpan<byte> source, Span<byte> target, MatchTable table)
    {
        var size = 0;
        var anchor = 0;
        table.Clear();
        for (var at = 1; at <= source.Length - LastMatchStart;)
        {
            var candidate = table.Exchange(source, at);
            if (candidate < 0)
            {
                at += 1 + ((at - anchor) >> 6);
                continue;
            }

            while (at > anchor && candidate > 0 && source[at - 1] == source[candidate - 1])
            {
                at--;
                candidate--;
            }

            var further = source[(at + ShortestMatch)..^LastLiterals].CommonPrefixLength(source[(candidate + ShortestMatch)..]);
            size += WriteSequence(source[anchor..at], at - candidate, further, target[size..]);
            at += ShortestMatch + further;
            anchor = at;
        }

        return size + WriteLiterals(source[anchor..], 0, target[size..]);
    }

    private static int WriteSequence(ReadOnlySpan<byte> literals, int distance, int further, Span<byte> target)
    {
        var size = WriteLiterals(literals, Math.Min(further, 15), target);
        BinaryPrimitives.WriteUInt16LittleEndian(target[size..], (ushort)distance);
        size += sizeof(ushort);
        return further < 15 ? size : size + WriteLength(further - 15, target[size..]);
    }

    private static int WriteLiterals(ReadOnlySpan<byte> literals, int matchNibble, Span<byte> target)
    {
        target[0] = (byte)((Math.Min(literals.Length, 15) << 4) | matchNibble);
        var size = 1;
        if (literals.Length >= 15)
            size += WriteLength(literals.Length - 15, target[size..]);
        literals.CopyTo(target[size..]);
        return size + literals.Length;
    }

    private static int WriteLength(int rest, Span<byte> target)
    {
        var size = 0;
        for (; rest >= byte.MaxValue; rest -= byte.MaxValue)
            target[size++] = byte.MaxValue;
        target[size++] = (byte)rest;
        return size;
    }
}
