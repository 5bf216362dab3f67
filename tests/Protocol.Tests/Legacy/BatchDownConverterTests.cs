using System.Buffers;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Legacy;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Protocol.Tests.Records;

namespace KafkaGateway.Protocol.Tests.Legacy;

public class BatchDownConverterTests
{
    private static readonly CompressionType[] CodecsOfOld = [CompressionType.None, CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4];

    [Fact]
    public void Old_clients_see_the_same_records_at_the_same_offsets_without_headers()
    {
        foreach (var codec in CodecsOfOld)
        {
            foreach (var magic in (byte[])[0, 1])
            {
                byte[] log = [.. At(100, Batches.Colourful(codec)), .. At(105, Batches.Simple(3, codec))];
                var expected = Batches.Describe(log).Concat(Batches.Describe(At(105, Batches.Simple(3)))).Select(line => Reduce(line, magic));
                var messageSet = Convert(log, magic);
                Assert.Equal(magic, messageSet[16]);
                Assert.Equal(codec, (CompressionType)(messageSet[17] & 7));
                Assert.Equal(expected, MessageSets.Describe(messageSet));
            }
        }
    }

    [Fact]
    public void Down_and_up_again_keeps_keys_values_and_timestamps()
    {
        foreach (var codec in CodecsOfOld)
        {
            foreach (var magic in (byte[])[0, 1])
            {
                var batch = Batches.Colourful(codec);
                var back = MessageSetUpConverter.Convert(Convert(batch, magic), MessageSets.Limit);
                Assert.Null(back.Fault);
                Assert.Equal(codec, RecordBatchHeader.Read(back.Batch).Compression);
                Assert.Equal(Batches.Describe(batch).Select(line => Reduce(line, magic)), Batches.Describe(back.Batch));
            }
        }
    }

    [Fact]
    public void Records_below_the_offset_asked_for_are_left_out()
    {
        foreach (var codec in CodecsOfOld)
        {
            byte[] log = [.. At(0, Batches.Simple(3, codec)), .. At(3, Batches.Simple(3, codec))];
            foreach (var magic in (byte[])[0, 1])
            {
                var offsets = MessageSets.Describe(Convert(log, magic, startOffset: 4)).Select(line => line.Split(' ')[0]);
                Assert.Equal(["4", "5"], offsets);
            }
        }
    }

    [Fact]
    public void Control_batches_and_a_cut_last_batch_are_left_out()
    {
        using var marker = new RecordBatchBuilder { IsControl = true, BaseOffset = 3 };
        marker.Append(Batches.Now, new byte[4], new byte[6]);
        byte[] log = [.. Batches.Simple(3), .. marker.Build(), .. At(4, Batches.Simple(1)), .. Batches.Simple(1)[..^1]];
        Assert.Equal(["0", "1", "2", "4"], MessageSets.Describe(Convert(log, 1)).Select(line => line.Split(' ')[0]));
        Assert.Empty(Convert(marker.Build(), 1));
    }

    [Fact]
    public void Append_time_is_kept_in_magic_1()
    {
        foreach (var codec in CodecsOfOld)
        {
            var batch = Batches.Simple(2, codec);
            RecordBatchPatch.Timestamps(batch, TimestampType.LogAppendTime, 42);
            var messageSet = Convert(batch, 1);
            Assert.Equal(8, messageSet[17] & 8);
            Assert.All(MessageSets.Describe(messageSet), line => Assert.Contains(" 42 ", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Zstd_has_no_place_in_message_sets() =>
        Assert.Throws<UnsupportedCompressionException>(() => Convert(Batches.Simple(1, CompressionType.Zstd), 1));

    private static byte[] Convert(byte[] log, byte magic, long startOffset = 0) =>
        BatchDownConverter.Convert(new ReadOnlySequence<byte>(log), magic, startOffset, MessageSets.Limit);

    private static byte[] At(long offset, byte[] batch)
    {
        RecordBatchPatch.BaseOffset(batch, offset);
        return batch;
    }

    /// <summary>What a message format keeps of a line: offset, timestamp (magic 1), key, value.</summary>
    private static string Reduce(string line, byte magic)
    {
        var words = line.Split(' ');
        return $"{words[0]} {(magic == 0 ? "-1" : words[1])} {words[2]} {words[3]}";
    }
}
