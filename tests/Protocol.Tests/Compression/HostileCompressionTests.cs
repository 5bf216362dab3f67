using System.Diagnostics;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Tests.Vectors;

namespace KafkaGateway.Protocol.Tests.Compression;

/// <summary>Whatever octets come, a decoder gives output within its limit or one of its two exceptions, and ends.</summary>
public class HostileCompressionTests
{
    private const long Limit = 1_000_000;

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void Every_cut_is_refused_or_shorter(CompressionType type)
    {
        var text = Codecs.Text(30);
        var whole = Codecs.Compress(type, text);
        for (var length = 0; length < whole.Length; length++)
        {
            if (TryDecode(type, whole[..length]) is { } output)
                Assert.True(output.Length < text.Length, $"cut at {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void Mutations_never_escape_the_decoder(CompressionType type)
    {
        var samples = Vector.Load("codecs.txt").Where(vector => Enum.Parse<CompressionType>(vector.Words[0], true) == type)
            .Select(vector => vector.Bytes).Append(Codecs.Compress(type, Codecs.Text(50))).ToArray();
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var blob = (byte[])samples[seed % samples.Length].Clone();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
                blob[random.Next(seed % 2 == 0 ? blob.Length : Math.Min(40, blob.Length))] = (byte)random.Next(256);
            TryDecode(type, blob);
        }
    }

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void Noise_never_escapes_the_decoder(CompressionType type)
    {
        byte[] start = type switch
        {
            CompressionType.Gzip => Codecs.Compress(type, "x"u8)[..10],
            CompressionType.Snappy => [100],
            CompressionType.Lz4 => Codecs.Compress(type, "x"u8)[..7],
            _ => Codecs.Compress(type, "x"u8)[..5],
        };
        for (var seed = 0; seed < 3_000; seed++)
        {
            var noise = Records.Batches.Noise(new Random(seed).Next(200), seed);
            TryDecode(type, noise);
            TryDecode(type, [.. start, .. noise]);
        }
    }

    [Fact]
    public void An_lz4_block_of_pure_noise_never_escapes()
    {
        var room = new byte[4_096];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var noise = Records.Batches.Noise(new Random(seed).Next(1, 60), seed);
            try
            {
                Assert.InRange(Lz4Block.Decode(noise, room, 100), 100, room.Length);
            }
            catch (MalformedCompressionException)
            {
            }
        }
    }

    private static byte[]? TryDecode(CompressionType type, byte[] blob)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var output = Codecs.Decompress(type, blob, Limit);
            Assert.True(output.Length <= Limit);
            return output;
        }
        catch (Exception e) when (e is MalformedCompressionException or DecompressionLimitException)
        {
            return null;
        }
        finally
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
        }
    }
}
