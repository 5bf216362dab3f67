using System.Buffers.Binary;
using System.Globalization;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Legacy;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Protocol.Tests.Records;
using KafkaGateway.Protocol.Tests.Vectors;

namespace KafkaGateway.Protocol.Tests.Legacy;

public class MessageSetUpConverterTests
{
    [Fact]
    public void The_checksum_of_the_classic_test_string_is_the_published_one()
    {
        Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));
        Assert.Equal(0u, Crc32.Compute([]));
    }

    [Fact]
    public void Message_sets_of_another_client_become_one_sound_batch_of_the_same_codec()
    {
        var count = 0;
        foreach (var (words, messageSet) in Vector.Load("batches.txt").Where(vector => vector.Words[0] != "2"))
        {
            Assert.True(MessageSetUpConverter.IsMessageSet(messageSet));
            var batch = Sound(messageSet);
            Assert.Equal(RealBatchTests.Expected(headers: false, timestamps: words[0] == "1"), Batches.Describe(batch));
            Assert.Equal(int.Parse(words[1], CultureInfo.InvariantCulture), (int)RecordBatchHeader.Read(batch).Compression);
            count++;
        }

        Assert.Equal(8, count);
    }

    [Fact]
    public void Entries_of_every_kind_may_follow_one_another()
    {
        byte[] mixed =
        [
            .. MessageSets.Plain(1),
            .. MessageSets.Wrap(1, CompressionType.Gzip, MessageSets.Plain(1, 5)),
            .. MessageSets.Plain(0, 1),
            .. MessageSets.Wrap(0, CompressionType.Lz4, MessageSets.Plain(0, 2)),
        ];
        var batch = Sound(mixed);
        var header = RecordBatchHeader.Read(batch);
        Assert.Equal((11, CompressionType.Lz4, Batches.Now + 4), (header.RecordCount, header.Compression, header.MaxTimestamp));
        var lines = Batches.Describe(batch);
        Assert.Equal($"1 {Batches.Now + 1} null [{Convert.ToHexString("value 1"u8)}]", lines[1]);
        Assert.StartsWith($"7 {Batches.Now + 4} ", lines[7], StringComparison.Ordinal);
        Assert.StartsWith("8 -1 ", lines[8], StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_batch_is_no_message_set()
    {
        Assert.False(MessageSetUpConverter.IsMessageSet(Batches.Simple(1)));
        Refused(ErrorCode.InvalidRecord, Batches.Simple(1));
    }

    [Fact]
    public void An_empty_message_set_is_refused()
    {
        Refused(ErrorCode.InvalidRecord, []);
        Refused(ErrorCode.InvalidRecord, MessageSets.Wrap(1, CompressionType.Gzip, []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Any_flipped_bit_under_the_checksum_is_found_also_inside_a_wrapper(byte magic)
    {
        var messages = MessageSets.Plain(magic, 1);
        for (var at = 12; at < messages.Length; at++)
        {
            messages[at] ^= 0x40;
            var expected = at == 16 ? ErrorCode.InvalidRecord : ErrorCode.CorruptMessage;
            Refused(expected, messages);
            Refused(expected, MessageSets.Wrap(magic, CompressionType.Snappy, messages));
            messages[at] ^= 0x40;
        }
    }

    [Theory]
    [InlineData(-1, ErrorCode.CorruptMessage)]
    [InlineData(0, ErrorCode.CorruptMessage)]
    [InlineData(13, ErrorCode.CorruptMessage)]
    [InlineData(int.MaxValue, ErrorCode.InvalidRecord)]
    public void Impossible_sizes_are_refused(int size, ErrorCode expected)
    {
        var messages = MessageSets.Plain(1);
        BinaryPrimitives.WriteInt32BigEndian(messages.AsSpan(8), size);
        Refused(expected, messages);
    }

    [Fact]
    public void A_cut_message_set_is_refused_unless_cut_between_messages()
    {
        var messages = MessageSets.Plain(1);
        var one = MessageSets.Plain(1, 1).Length;
        for (var length = 1; length < messages.Length; length++)
        {
            if (length != one && MessageSetUpConverter.Convert(messages.AsMemory(0, length), MessageSets.Limit).Fault is null)
                Assert.Equal(MessageSets.Plain(1, 2).Length, length);
        }
    }

    [Fact]
    public void Lengths_that_do_not_fill_the_message_are_refused()
    {
        foreach (var (at, length) in ((int, int)[])[(26, -2), (26, int.MaxValue), (26, 2), (33, -2), (33, 6), (33, int.MinValue)])
        {
            var messages = MessageSets.Plain(1, 1);
            BinaryPrimitives.WriteInt32BigEndian(messages.AsSpan(at), length);
            FixCrc(messages);
            Refused(ErrorCode.InvalidRecord, messages);
        }
    }

    [Fact]
    public void Compression_inside_compression_and_another_magic_inside_are_refused()
    {
        var wrapped = MessageSets.Wrap(1, CompressionType.Gzip, MessageSets.Plain(1));
        Refused(ErrorCode.InvalidRecord, MessageSets.Wrap(1, CompressionType.Snappy, wrapped));
        Refused(ErrorCode.InvalidRecord, MessageSets.Wrap(1, CompressionType.Gzip, MessageSets.Plain(0)));
    }

    [Fact]
    public void Append_time_zstd_and_unknown_codecs_are_refused()
    {
        Refused(ErrorCode.InvalidTimestamp, MessageSets.Plain(1, timestampType: TimestampType.LogAppendTime));
        Refused(ErrorCode.UnsupportedCompressionType, MessageSets.WrapRaw(1, CompressionType.Zstd, [1, 2, 3]));
        Refused(ErrorCode.UnsupportedCompressionType, MessageSets.WrapRaw(0, (CompressionType)7, [1, 2, 3]));
        Refused(ErrorCode.InvalidRecord, MessageSets.WrapRaw(1, CompressionType.Lz4, [1, 2, 3]));
    }

    [Fact]
    public void The_limit_holds_for_all_compressed_messages_together()
    {
        var wrapper = MessageSets.Wrap(1, CompressionType.Gzip, MessageSets.Plain(1, 100));
        byte[] many = [.. wrapper, .. wrapper, .. wrapper];
        var each = MessageSets.Plain(1, 100).Length;
        Assert.Null(MessageSetUpConverter.Convert(many, 3 * each).Fault);
        Assert.Equal(ErrorCode.MessageTooLarge, MessageSetUpConverter.Convert(many, (3 * each) - 1).Fault!.ErrorCode);
    }

    [Fact]
    public void Hostile_message_sets_get_a_fault_or_a_sound_batch()
    {
        byte[][] samples =
        [
            .. Vector.Load("batches.txt").Where(vector => vector.Words[0] != "2").Select(vector => vector.Bytes),
            MessageSets.Plain(0), MessageSets.Plain(1),
        ];
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var messages = (byte[])samples[seed % samples.Length].Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                messages[random.Next(random.Next(2) == 0 ? 60 : messages.Length)] = (byte)random.Next(256);
            FixCrc(messages);
            if (MessageSetUpConverter.Convert(messages, 1_000_000) is { Fault: null, Batch: var batch })
                Assert.Null(BatchValidator.Validate(batch, Batches.Lenient with { TimestampType = TimestampType.LogAppendTime }, Batches.Now).Fault);
            MessageSetUpConverter.Convert(Batches.Noise(random.Next(300), seed), 1_000_000);
        }
    }

    private static void FixCrc(byte[] messages)
    {
        var size = BinaryPrimitives.ReadInt32BigEndian(messages.AsSpan(8));
        if (size >= 4 && size <= messages.Length - 12)
            BinaryPrimitives.WriteUInt32BigEndian(messages.AsSpan(12), Crc32.Compute(messages.AsSpan(16, size - 4)));
    }

    private static byte[] Sound(byte[] messageSet)
    {
        var result = MessageSetUpConverter.Convert(messageSet, MessageSets.Limit);
        Assert.Null(result.Fault);
        Assert.Null(BatchValidator.Validate(result.Batch, Batches.Lenient, Batches.Now).Fault);
        return result.Batch;
    }

    private static void Refused(ErrorCode expected, byte[] messageSet) =>
        Assert.Equal(expected, MessageSetUpConverter.Convert(messageSet, MessageSets.Limit).Fault?.ErrorCode);
}
