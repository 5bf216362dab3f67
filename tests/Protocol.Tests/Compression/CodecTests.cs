using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Tests.Vectors;

namespace KafkaGateway.Protocol.Tests.Compression;

public class CodecTests
{
    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void What_a_codec_writes_it_reads_back(CompressionType type)
    {
        foreach (var input in Codecs.Inputs())
            Assert.Equal(input, Codecs.Decompress(type, Codecs.Compress(type, input)));
    }

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void Text_becomes_smaller_and_noise_hardly_larger(CompressionType type)
    {
        var text = Codecs.Text(5_000);
        Assert.InRange(Codecs.Compress(type, text).Length, 0, text.Length / 10);
        var noise = Records.Batches.Noise(200_000, 3);
        Assert.InRange(Codecs.Compress(type, noise).Length, 0, noise.Length + 100);
    }

    [Fact]
    public void What_other_implementations_write_is_read()
    {
        var count = 0;
        foreach (var (words, blob) in Vector.Load("codecs.txt"))
        {
            var type = Enum.Parse<CompressionType>(words[0], ignoreCase: true);
            var text = Codecs.Text(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(text, Codecs.Decompress(type, blob));
            count++;
        }

        Assert.Equal(12, count);
    }

    [Theory]
    [InlineData(CompressionType.Gzip, 1, 9)]
    [InlineData(CompressionType.Zstd, 1, 19)]
    public void A_higher_level_compresses_better(CompressionType type, int low, int high)
    {
        var words = Codecs.Inputs().Last();
        Assert.True(Codecs.Compress(type, words, high).Length < Codecs.Compress(type, words, low).Length);
    }

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void Output_beyond_the_limit_is_refused_without_being_gathered(CompressionType type)
    {
        var bomb = Codecs.Compress(type, new byte[50_000_000]);
        Assert.Throws<DecompressionLimitException>(() => Codecs.Decompress(type, bomb, 100_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DecompressionLimitException>(() => Codecs.Decompress(type, bomb, 100_000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_raw_snappy_block_that_claims_more_than_it_can_hold_allocates_nothing()
    {
        byte[] claim = [0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00, 0x41];
        Assert.Throws<MalformedCompressionException>(() => Codecs.Decompress(CompressionType.Snappy, claim));
    }

    [Theory]
    [InlineData(0, 0x02CC5D05u)]
    [InlineData(3, 0x32D153FFu)]
    [InlineData(26, 0x63A14D5Fu)]
    [InlineData(62, 0x9C285E64u)]
    public void XxHash32_gives_the_published_values(int length, uint expected)
    {
        var alphabet = "abcdefghijklmnopqrstuvwxyz"u8.ToArray();
        var longer = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8.ToArray();
        var bytes = length == 62 ? longer : alphabet[..length];
        Assert.Equal(expected, XxHash32.Hash(bytes));
        var inPieces = new XxHash32();
        foreach (var octet in bytes)
            inPieces.Append([octet]);
        Assert.Equal(expected, inPieces.Finish());
    }

    [Fact]
    public void Magic_0_has_its_own_header_checksum_in_lz4_frames_and_does_not_check_it()
    {
        using var buffer = new PooledBuffer();
        CompressionCodecs.GetForMessageSet(CompressionType.Lz4, 0).Compress("hello"u8, null, buffer);
        var odd = buffer.Written.ToArray();
        var right = Codecs.Compress(CompressionType.Lz4, "hello"u8);
        Assert.Equal((byte)(XxHash32.Hash(odd.AsSpan(0, 6)) >> 8), odd[6]);
        Assert.Equal((byte)(XxHash32.Hash(odd.AsSpan(4, 2)) >> 8), right[6]);
        Assert.Throws<MalformedCompressionException>(() => Codecs.Decompress(CompressionType.Lz4, odd));
        foreach (var frame in (byte[][])[odd, right])
        {
            using var decoder = CompressionCodecs.GetForMessageSet(CompressionType.Lz4, 0).Decode(frame, 100);
            Assert.Equal("hello"u8.ToArray(), decoder.Next().ToArray());
        }
    }

    [Fact]
    public void A_zstd_context_that_met_a_damaged_frame_decodes_the_next_one()
    {
        var text = Codecs.Text(1_000);
        var sound = Codecs.Compress(CompressionType.Zstd, text);
        for (var i = 0; i < 50; i++)
        {
            Assert.Throws<MalformedCompressionException>(() => Codecs.Decompress(CompressionType.Zstd, sound.AsMemory(0, 5 + i)));
            Assert.Equal(text, Codecs.Decompress(CompressionType.Zstd, sound));
        }
    }

    [Fact]
    public void Codecs_may_be_used_by_many_threads_at_once()
    {
        var texts = Enumerable.Range(1, 8).Select(n => Codecs.Text(n * 100)).ToArray();
        Parallel.For(0, 400, i =>
        {
            var type = Codecs.All[i % Codecs.All.Length];
            var text = texts[i % texts.Length];
            Assert.Equal(text, Codecs.Decompress(type, Codecs.Compress(type, text)));
        });
    }

    [Fact]
    public void Without_its_library_zstd_says_so_when_it_is_needed()
    {
        var codec = new ZstdCodec(() => null);
        var error = Assert.Throws<UnsupportedCompressionException>(() => codec.Decode(new byte[10], 100));
        Assert.Contains("libzstd", error.Message, StringComparison.Ordinal);
        using var buffer = new PooledBuffer();
        Assert.Throws<UnsupportedCompressionException>(() => codec.Compress("x"u8, null, buffer));
    }

    [Fact]
    public void An_id_that_names_no_codec_is_unsupported()
    {
        Assert.Throws<UnsupportedCompressionException>(() => CompressionCodecs.Get((CompressionType)5));
        Assert.Throws<UnsupportedCompressionException>(() => CompressionCodecs.GetForMessageSet(CompressionType.Zstd, 1));
        Assert.False(CompressionCodecs.IsAvailable((CompressionType)5));
    }
}
