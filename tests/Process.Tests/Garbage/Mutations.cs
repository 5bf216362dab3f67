using System.Buffers.Binary;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>Ways in which a frame, its size in front, goes wrong. What comes out has a size that fits unless that is what is wrong.</summary>
internal static class Mutations
{
    private const int SizeBytes = sizeof(int);
    private const int FixedHeaderBytes = 8;

    // Lengths and counts that programs fall over, as int32 and as unsigned varints.
    private static readonly byte[][] s_extremes =
    [
        [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFE], [0x7F, 0xFF, 0xFF, 0xF0], [0, 0x10, 0, 0], [0x40, 0, 0, 0], [0x7F, 0xFF],
        [0x80, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x80, 0x80, 0x80, 0x80, 0x08], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ];

    public static byte[] Any(byte[] frame, Random random) => random.Next(7) switch
    {
        0 => Truncated(frame, random),
        1 => Cut(frame, random),
        2 => Flipped(frame, random),
        3 => Resized([.. frame, .. Octets(random, 1, 100)]),
        4 => Spliced(frame, random),
        _ => Extreme(frame, random),
    };

    public static byte[] Octets(Random random, int least, int most)
    {
        var octets = new byte[random.Next(least, most + 1)];
        random.NextBytes(octets);
        return octets;
    }

    /// <summary>Shorter than a request must be.</summary>
    private static byte[] Truncated(byte[] frame, Random random) => Resized(frame[..random.Next(SizeBytes, frame.Length)]);

    /// <summary>Ends before the size that it announces.</summary>
    private static byte[] Cut(byte[] frame, Random random) => frame[..random.Next(1, frame.Length)];

    private static byte[] Flipped(byte[] frame, Random random)
    {
        var flipped = frame.ToArray();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            flipped[random.Next(SizeBytes, frame.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    private static byte[] Spliced(byte[] frame, Random random)
    {
        var at = random.Next(SizeBytes, frame.Length);
        return Resized([.. frame[..at], .. Octets(random, 1, 16), .. frame[random.Next(at, frame.Length)..]]);
    }

    private static byte[] Extreme(byte[] frame, Random random)
    {
        var value = s_extremes[random.Next(s_extremes.Length)];
        var at = random.Next(Math.Min(SizeBytes + FixedHeaderBytes, frame.Length - 1), frame.Length);
        return Resized([.. frame[..at], .. value, .. frame[Math.Min(frame.Length, at + random.Next(value.Length + 1))..]]);
    }

    private static byte[] Resized(byte[] frame)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - SizeBytes);
        return frame;
    }
}
