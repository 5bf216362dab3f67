using System.Text;
using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Tests.Compression;

/// <summary>Short ways to the codecs, and things to compress.</summary>
internal static class Codecs
{
    public static readonly CompressionType[] All = [CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4, CompressionType.Zstd];

    public static TheoryData<CompressionType> AllTheory => [.. All];

    public static byte[] Compress(CompressionType type, ReadOnlySpan<byte> source, int? level = null)
    {
        using var buffer = new PooledBuffer();
        CompressionCodecs.Get(type).Compress(source, level, buffer);
        return buffer.Written.ToArray();
    }

    public static byte[] Decompress(CompressionType type, ReadOnlyMemory<byte> compressed, long limit = 100_000_000)
    {
        using var buffer = Decompression.ToBuffer(type, compressed, limit);
        return buffer.Written.ToArray();
    }

    /// <summary>The same as text() in make.py.</summary>
    public static byte[] Text(int lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++)
            text.Append($"line {i % 7} of a text that compresses well\n");
        var state = 12345L;
        var noise = new byte[300];
        for (var i = 0; i < noise.Length; i++)
        {
            state = ((state * 1103515245) + 12345) & 0x7FFFFFFF;
            noise[i] = (byte)(state >> 16);
        }

        return [.. Encoding.ASCII.GetBytes(text.ToString()), .. noise];
    }

    /// <summary>Inputs of every size and texture around the limits of blocks.</summary>
    public static IEnumerable<byte[]> Inputs()
    {
        var random = new Random(7);
        foreach (var size in (int[])[0, 1, 4, 11, 12, 13, 15, 16, 17, 60, 61, 300, 32_767, 32_768, 32_769, 65_535, 65_536, 65_537, 400_000])
        {
            yield return new byte[size];
            yield return Protocol.Tests.Records.Batches.Noise(size, size);
            var words = new byte[size];
            for (var at = 0; at < size;)
            {
                var word = random.Next(40);
                for (var i = random.Next(1, 90); i > 0 && at < size; i--)
                    words[at++] = (byte)((word * 31) + (i % (word + 1)));
            }

            yield return words;
        }
    }
}
