using System.Buffers;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Tests.Records;

public class RecordBatchTests
{
    [Fact]
    public void The_checksum_of_the_classic_test_string_is_the_published_one() =>
        Assert.Equal(0xE3069283u, Crc32C.Compute(Batches.Utf8("123456789")));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(1_000)]
    public void The_checksum_does_not_depend_on_how_octets_are_grouped(int size)
    {
        var bytes = Batches.Noise(size, size);
        var expected = uint.MaxValue;
        foreach (var octet in bytes)
        {
            expected ^= octet;
            for (var bit = 0; bit < 8; bit++)
                expected = (expected & 1) != 0 ? (expected >> 1) ^ 0x82F63B78u : expected >> 1;
        }

        Assert.Equal(~expected, Crc32C.Compute(bytes));
    }

    [Fact]
    public void Every_header_field_reads_back_as_it_was_built()
    {
        using var builder = new RecordBatchBuilder
        {
            BaseOffset = 1_234_567_890_123,
            PartitionLeaderEpoch = 7,
            ProducerId = 99,
            ProducerEpoch = 3,
            BaseSequence = int.MaxValue,
            IsTransactional = true,
        };
        Batches.AppendColourful(builder);
        var batch = builder.Build();
        var header = RecordBatchHeader.Read(batch);
        Assert.Equal(batch.Length, header.SizeInBytes);
        Assert.Equal(1_234_567_890_123, header.BaseOffset);
        Assert.Equal(1_234_567_890_128, header.NextOffset);
        Assert.Equal(7, header.PartitionLeaderEpoch);
        Assert.Equal(2, header.Magic);
        Assert.Equal(4, header.LastOffsetDelta);
        Assert.Equal(5, header.RecordCount);
        Assert.Equal((Batches.Now, Batches.Now + 5), (header.BaseTimestamp, header.MaxTimestamp));
        Assert.Equal((99L, (short)3, int.MaxValue), (header.ProducerId, header.ProducerEpoch, header.BaseSequence));
        Assert.Equal(3, header.LastSequence);
        Assert.True(header.IsTransactional);
        Assert.False(header.IsControl);
        Assert.Equal((CompressionType.None, TimestampType.CreateTime), (header.Compression, header.TimestampType));
    }

    [Fact]
    public void Records_read_back_as_they_were_appended()
    {
        var lines = Batches.Describe(Batches.Colourful());
        Assert.Equal($"0 {Batches.Now} null null", lines[0]);
        Assert.Equal($"1 {Batches.Now + 5} [] []", lines[1]);
        Assert.Equal($"2 {Batches.Now + 3} [6B6579] [76616C7565] [6831]=[7631] [6831]=null []=[]", lines[2]);
        Assert.Equal($"3 {Batches.Now - 7} [636CC3A9] [{Convert.ToHexString(Batches.Noise(200_000, 1))}]", lines[3]);
        Assert.Equal(5, lines.Count);
    }

    [Fact]
    public void Base_offset_and_leader_epoch_lie_outside_the_checksum()
    {
        var batch = Batches.Simple(3);
        RecordBatchPatch.BaseOffset(batch, 500);
        RecordBatchPatch.LeaderEpoch(batch, 9);
        var header = RecordBatchHeader.Read(batch);
        Assert.Equal((500L, 502L, 9), (header.BaseOffset, header.LastOffset, header.PartitionLeaderEpoch));
        Assert.Equal(header.Crc, Crc32C.Compute(batch.AsSpan(21)));
    }

    [Fact]
    public void Append_time_covers_every_record_and_the_checksum_follows()
    {
        var batch = Batches.Simple(3);
        RecordBatchPatch.Timestamps(batch, TimestampType.LogAppendTime, 42);
        var header = RecordBatchHeader.Read(batch);
        Assert.Equal(TimestampType.LogAppendTime, header.TimestampType);
        Assert.Equal(header.Crc, Crc32C.Compute(batch.AsSpan(21)));
        Assert.All(Batches.Describe(batch), line => Assert.Contains(" 42 ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(100_000)]
    public void Batches_are_found_wherever_segments_end_and_a_cut_one_is_left_out(int segment)
    {
        byte[][] batches = [Batches.Simple(1), Batches.Simple(20), Batches.Simple(3)];
        RecordBatchPatch.BaseOffset(batches[1], 1);
        RecordBatchPatch.BaseOffset(batches[2], 21);
        byte[] all = [.. batches[0], .. batches[1], .. batches[2], .. batches[0][..^1]];
        var found = new List<RecordBatches.Entry>();
        foreach (var entry in RecordBatches.Enumerate(Segments(all, segment)))
            found.Add(entry);
        Assert.Equal([0L, 1, 21], found.Select(entry => entry.Header.BaseOffset));
        Assert.Equal([0L, batches[0].Length, batches[0].Length + batches[1].Length], found.Select(entry => entry.Position));
        Assert.All(found.Zip(batches), pair => Assert.Equal(pair.Second, pair.First.Memory.ToArray()));
    }

    [Fact]
    public void A_reader_refuses_a_batch_that_holds_fewer_records_than_it_says()
    {
        var batch = Batches.With(Batches.Simple(3), bytes => bytes[60] = 4);
        Assert.Throws<InvalidRecordException>(() => Batches.Describe(batch));
    }

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int size)
    {
        var first = new Segment(bytes.AsMemory(0, Math.Min(size, bytes.Length)), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
            last = last.Append(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
