using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Protocol.Tests.Compression;

namespace KafkaGateway.Protocol.Tests.Records;

/// <summary>Whatever octets come, the validator gives a verdict, and what it lets pass can be read.</summary>
public class HostileBatchTests
{
    private static readonly BatchRules Rules = Batches.Lenient with { MaxDecompressedBytes = 1_000_000 };

    public static TheoryData<CompressionType> EveryCodec => [CompressionType.None, .. Codecs.All];

    [Theory]
    [MemberData(nameof(EveryCodec))]
    public void Mutated_batches_with_a_right_checksum_get_a_verdict(CompressionType codec)
    {
        var sample = Small(codec);
        var passed = 0;
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            passed += Judge(Batches.With(sample, bytes =>
            {
                for (var changes = random.Next(1, 5); changes > 0; changes--)
                    bytes[random.Next(21, bytes.Length)] = (byte)random.Next(256);
            }));
        }

        Assert.InRange(passed, 1, 4_999);
    }

    [Theory]
    [MemberData(nameof(EveryCodec))]
    public void Batches_cut_short_behind_a_right_header_are_refused(CompressionType codec)
    {
        var sample = Small(codec);
        for (var length = 61; length < sample.Length; length++)
        {
            var cut = sample[..length];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(8), length - 12);
            RecordBatchPatch.Crc(cut);
            Assert.Equal(0, Judge(cut));
        }
    }

    [Fact]
    public void Noise_gets_a_verdict_too()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var noise = Batches.Noise(new Random(seed).Next(300), seed);
            Assert.Equal(0, Judge(noise));
            if (noise.Length < 61)
                continue;
            noise[16] = 2;
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(noise.AsSpan(8), noise.Length - 12);
            RecordBatchPatch.Crc(noise);
            Assert.Equal(0, Judge(noise));
        }
    }

    [Fact]
    public void Enumeration_of_noise_ends()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var noise = Batches.Noise(500, seed);
            noise[16] = 2;
            noise[8] = noise[9] = noise[10] = 0;
            var total = 0L;
            foreach (var entry in RecordBatches.Enumerate(noise))
                total += entry.Bytes.Length;
            Assert.InRange(total, 0, noise.Length);
        }
    }

    private static byte[] Small(CompressionType codec)
    {
        using var builder = new RecordBatchBuilder { Compression = codec };
        for (var i = 0; i < 5; i++)
            builder.Append(Batches.Now + i, Batches.Utf8("key"), Batches.Utf8("some value"), [new("header", Batches.Utf8("x")), new("null", null)]);
        return builder.Build();
    }

    private static int Judge(byte[] batch)
    {
        if (BatchValidator.Validate(batch, Rules, Batches.Now).Fault is not null)
            return 0;
        Assert.NotEmpty(Batches.Describe(batch));
        return 1;
    }
}
