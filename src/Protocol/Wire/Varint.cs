using System.Numerics;
using System.Runtime.CompilerServices;

namespace KafkaGateway.Protocol;

/// <summary>
/// Base-128 numbers, low seven bits first: unsigned in flexible messages, zigzag inside record batches. At most 5 octets carry 32 bits and
/// at most 10 carry 64; padding with zero groups within that is accepted, as Kafka does.
/// </summary>
public static class Varint
{
    /// <summary>The most octets of a 32-bit number.</summary>
    public const int MaxSize32 = 5;

    /// <summary>The most octets of a 64-bit number.</summary>
    public const int MaxSize64 = 10;

    /// <summary>Reads an unsigned 32-bit number.</summary>
    /// <param name="source">The octets from the number on.</param>
    /// <param name="value">The number, 0 where there is none.</param>
    /// <returns>The octets it took; 0 where the source ends too early, or the number has more than 32 bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadUnsigned(ReadOnlySpan<byte> source, out uint value)
    {
        if (!source.IsEmpty && source[0] < 0x80)
        {
            value = source[0];
            return 1;
        }

        return ReadLongUnsigned(source, out value);
    }

    /// <summary>Reads an unsigned 64-bit number; the result is as that of <see cref="ReadUnsigned(ReadOnlySpan{byte}, out uint)"/>.</summary>
    public static int ReadUnsigned(ReadOnlySpan<byte> source, out ulong value)
    {
        value = 0;
        var most = Math.Min(source.Length, MaxSize64);
        for (var i = 0; i < most; i++)
        {
            var octet = source[i];
            if (i == MaxSize64 - 1 && octet > 0x01)
                break;
            value |= (ulong)(octet & 0x7F) << (7 * i);
            if (octet < 0x80)
                return i + 1;
        }

        value = 0;
        return 0;
    }

    /// <summary>Reads a zigzag 32-bit number (Kafka's varint).</summary>
    /// <returns>The octets it took, 0 where it is malformed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> source, out int value)
    {
        var size = ReadUnsigned(source, out uint raw);
        value = FromZigzag(raw);
        return size;
    }

    /// <summary>Reads a zigzag 64-bit number (Kafka's varlong).</summary>
    /// <returns>The octets it took, 0 where it is malformed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> source, out long value)
    {
        var size = ReadUnsigned(source, out ulong raw);
        value = FromZigzag(raw);
        return size;
    }

    /// <summary>Writes an unsigned number in its shortest form.</summary>
    /// <param name="target">At least <see cref="SizeOfUnsigned"/> octets.</param>
    /// <param name="value">The number.</param>
    /// <returns>The octets written.</returns>
    public static int WriteUnsigned(Span<byte> target, ulong value)
    {
        var size = 0;
        while (value >= 0x80)
        {
            target[size++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[size++] = (byte)value;
        return size;
    }

    /// <summary>Writes a zigzag 32-bit number in its shortest form and says how many octets that took.</summary>
    public static int Write(Span<byte> target, int value) => WriteUnsigned(target, ToZigzag(value));

    /// <summary>Writes a zigzag 64-bit number in its shortest form and says how many octets that took.</summary>
    public static int Write(Span<byte> target, long value) => WriteUnsigned(target, ToZigzag(value));

    /// <summary>Octets of the shortest form of an unsigned number.</summary>
    public static int SizeOfUnsigned(ulong value) => (70 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    /// <summary>Octets of the shortest form of a zigzag 32-bit number.</summary>
    public static int SizeOf(int value) => SizeOfUnsigned(ToZigzag(value));

    /// <summary>Octets of the shortest form of a zigzag 64-bit number.</summary>
    public static int SizeOf(long value) => SizeOfUnsigned(ToZigzag(value));

    /// <summary>0, -1, 1, -2 ... become 0, 1, 2, 3 ...</summary>
    public static uint ToZigzag(int value) => (uint)((value << 1) ^ (value >> 31));

    /// <summary>0, -1, 1, -2 ... become 0, 1, 2, 3 ...</summary>
    public static ulong ToZigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>0, 1, 2, 3 ... become 0, -1, 1, -2 ...</summary>
    public static int FromZigzag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);

    /// <summary>0, 1, 2, 3 ... become 0, -1, 1, -2 ...</summary>
    public static long FromZigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static int ReadLongUnsigned(ReadOnlySpan<byte> source, out uint value)
    {
        value = 0;
        var most = Math.Min(source.Length, MaxSize32);
        for (var i = 0; i < most; i++)
        {
            var octet = source[i];
            if (i == MaxSize32 - 1 && octet > 0x0F)
                break;
            value |= (uint)(octet & 0x7F) << (7 * i);
            if (octet < 0x80)
                return i + 1;
        }

        value = 0;
        return 0;
    }
}
