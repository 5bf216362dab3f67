using System.Buffers.Binary;
using System.Numerics;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Writes raw snappy blocks of at most 64 KiB of input.</summary>
internal static class SnappyBlockWriter
{
    private const int LeastInputForMatches = 16;

    /// <summary>The most octets that a block of some input can take.</summary>
    public static int Bound(int length) => 32 + length + (length / 6);

    /// <summary>Writes a block and returns its size.</summary>
    public static int Write(ReadOnlySpan<byte> source, Span<byte> target, MatchTable table)
    {
        var size = Varint.WriteUnsigned(target, (ulong)source.Length);
        var anchor = 0;
        if (source.Length >= LeastInputForMatches)
        {
            table.Clear();
            var last = source.Length - LeastInputForMatches;
            for (var at = 1; at <= last;)
            {
                var candidate = table.Exchange(source, at);
                if (candidate < 0)
                {
                    at += 1 + ((at - anchor) >> 5);
                    continue;
                }

                size += WriteLiteral(source[anchor..at], target[size..]);
                var length = 4 + source[(at + 4)..].CommonPrefixLength(source[(candidate + 4)..]);
                size += WriteCopies(at - candidate, length, target[size..]);
                at += length;
                anchor = at;
            }
        }

        return size + WriteLiteral(source[anchor..], target[size..]);
    }

    private static int WriteLiteral(ReadOnlySpan<byte> literal, Span<byte> target)
    {
        if (literal.IsEmpty)
            return 0;
        var last = literal.Length - 1;
        var size = 1;
        if (last < 60)
        {
            target[0] = (byte)(last << 2);
        }
        else
        {
            var extra = (BitOperations.Log2((uint)last) / 8) + 1;
            target[0] = (byte)((59 + extra) << 2);
            for (var rest = last; rest > 0; rest >>= 8)
                target[size++] = (byte)rest;
        }

        literal.CopyTo(target[size..]);
        return size + literal.Length;
    }

    private static int WriteCopies(int distance, int length, Span<byte> target)
    {
        var size = 0;
        // No piece but the last may leave fewer than 4 octets over, which no short copy could hold.
        while (length >= 68)
        {
            size += WriteLongCopy(distance, 64, target[size..]);
            length -= 64;
        }

        if (length > 64)
        {
            size += WriteLongCopy(distance, 60, target[size..]);
            length -= 60;
        }

        if (length >= 12 || distance >= 2048)
            return size + WriteLongCopy(distance, length, target[size..]);
        target[size++] = (byte)(1 | ((length - 4) << 2) | ((distance >> 8) << 5));
        target[size++] = (byte)distance;
        return size;
    }

    private static int WriteLongCopy(int distance, int length, Span<byte> target)
    {
        target[0] = (byte)(2 | ((length - 1) << 2));
        BinaryPrimitives.WriteUInt16LittleEndian(target[1..], (ushort)distance);
        return 3;
    }
}
