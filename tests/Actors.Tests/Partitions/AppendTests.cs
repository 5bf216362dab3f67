using System.Buffers;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class AppendTests
{
    [Fact]
    public void Offsets_follow_one_another_without_gaps_and_the_high_watermark_follows_the_log()
    {
        var fixture = new PartitionFixture();
        Assert.Equal(0, fixture.AppendValues("a", "b", "c"));
        Assert.Equal(3, fixture.AppendValues("d"));
        Assert.Equal(4, fixture.AppendValues("e", "f"));
        Assert.Equal(6, fixture.HighWatermark);
        Assert.Equal(["a", "b", "c", "d", "e", "f"], fixture.Values());
    }

    [Fact]
    public void Only_base_offset_and_leader_epoch_of_a_batch_are_changed()
    {
        var fixture = new PartitionFixture();
        fixture.Reopen();
        fixture.AppendValues("first");
        var sent = Batches.Make(["a", "b"], CompressionType.Lz4);
        fixture.Append([.. sent]);
        var kept = fixture.Read(1).Records!.Value;
        var header = Batches.Headers(kept)[0];
        Assert.Equal((1, 1), (header.BaseOffset, header.PartitionLeaderEpoch));
        Assert.Equal(sent[8..12], kept.Slice(8, 4).ToArray());
        Assert.Equal(sent[16..], kept.Slice(16).ToArray());
    }

    [Fact]
    public void Batches_that_come_while_an_append_is_under_way_go_to_the_log_in_one()
    {
        var fixture = new PartitionFixture();
        fixture.Faults.Hold(StorageCall.Append);
        var appends = Enumerable.Range(0, 10).Select(i => fixture.BeginAppend(Batches.Of($"{i}"))).ToList();
        Assert.Equal(1, fixture.Faults.Count(StorageCall.Append));
        fixture.Faults.LetGo(StorageCall.Append);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), appends.Select(append => fixture.Answer(append).BaseOffset));
        Assert.Equal(2, fixture.Faults.Count(StorageCall.Append));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), fixture.Values());
    }

    [Fact]
    public void A_batch_is_acknowledged_when_its_own_round_is_in_the_log_however_many_follow()
    {
        var fixture = new PartitionFixture();
        fixture.Faults.Hold(StorageCall.Append);
        var first = fixture.BeginAppend(Batches.Of("first"), acks: 1);
        var second = fixture.BeginAppend(Batches.Of("second"), acks: 1);
        Assert.False(first.IsCompleted);
        fixture.Faults.LetGo(StorageCall.Append, holdOn: true);
        Assert.Equal(0, fixture.Answer(first).BaseOffset);
        Assert.False(second.IsCompleted);
        fixture.Faults.LetGo(StorageCall.Append);
        Assert.Equal(1, fixture.Answer(second).BaseOffset);
    }

    [Fact]
    public void Acks_all_waits_for_the_flush_and_acks_1_does_not()
    {
        var fixture = new PartitionFixture();
        fixture.Faults.Hold(StorageCall.Flush);
        Assert.Equal(ErrorCode.None, fixture.Append(Batches.Of("one"), acks: 1).ErrorCode);
        Assert.Equal(0, fixture.Faults.Count(StorageCall.Flush));
        var all = fixture.BeginAppend(Batches.Of("all"), acks: -1);
        Assert.False(all.IsCompleted);
        fixture.Faults.LetGo(StorageCall.Flush);
        Assert.Equal(1, fixture.Answer(all).BaseOffset);
    }

    [Fact]
    public void Acks_all_does_not_flush_where_the_node_is_told_not_to()
    {
        var fixture = new PartitionFixture(new Actors.Partitions.PartitionOptions { FlushBeforeAck = false });
        Assert.Equal(ErrorCode.None, fixture.Append(Batches.Of("all")).ErrorCode);
        Assert.Equal(0, fixture.Faults.Count(StorageCall.Flush));
    }

    [Fact]
    public void With_LogAppendTime_every_record_gets_the_time_of_arrival()
    {
        var fixture = new PartitionFixture(("message.timestamp.type", "LogAppendTime"));
        fixture.Pass(TimeSpan.FromHours(5));
        var answer = fixture.Append(Batches.At(1000, 2000));
        Assert.Equal(fixture.Now, answer.LogAppendTimeMs);
        var header = fixture.Headers().Single();
        Assert.Equal((TimestampType.LogAppendTime, fixture.Now), (header.TimestampType, header.MaxTimestamp));
        Assert.Equal((ErrorCode.None, 0, fixture.Now), (fixture.Find(fixture.Now).ErrorCode, fixture.Find(fixture.Now).Offset, fixture.Find(fixture.Now).Timestamp));
        Assert.Equal(-1, fixture.Find(fixture.Now + 1).Offset);
    }

    [Fact]
    public void With_CreateTime_the_answer_has_no_append_time_and_timestamps_out_of_range_are_refused()
    {
        var fixture = new PartitionFixture(("message.timestamp.after.max.ms", "1000"));
        Assert.Equal(-1, fixture.Append(Batches.At(fixture.Now)).LogAppendTimeMs);
        var refused = fixture.Append(Batches.At(fixture.Now, fixture.Now + 1001));
        Assert.Equal(ErrorCode.InvalidTimestamp, refused.ErrorCode);
        Assert.Equal(1, refused.RecordErrors.Single().BatchIndex);
        Assert.Equal(1, fixture.HighWatermark);
    }

    [Theory]
    [InlineData("gzip", CompressionType.Gzip)]
    [InlineData("snappy", CompressionType.Snappy)]
    [InlineData("lz4", CompressionType.Lz4)]
    [InlineData("uncompressed", CompressionType.None)]
    public void A_compression_type_other_than_producer_re_encodes(string setting, CompressionType codec)
    {
        var fixture = new PartitionFixture(("compression.type", setting));
        fixture.Append(Batches.Make(["a", "b"], codec == CompressionType.Gzip ? CompressionType.Lz4 : CompressionType.Gzip));
        fixture.Append(Batches.Of("c"));
        Assert.All(fixture.Headers(), header => Assert.Equal(codec, header.Compression));
        Assert.Equal(["a", "b", "c"], fixture.Values());
    }

    [Fact]
    public void A_batch_larger_than_max_message_bytes_is_refused_as_sent_and_as_re_encoded()
    {
        var fixture = new PartitionFixture(("max.message.bytes", "1000"), ("compression.type", "uncompressed"));
        Assert.Equal(ErrorCode.MessageTooLarge, fixture.Append(Batches.Of(new string('x', 2000))).ErrorCode);
        Assert.Equal(ErrorCode.MessageTooLarge, fixture.Append(Batches.Make([new string('x', 2000)], CompressionType.Gzip)).ErrorCode);
        Assert.Equal(0, fixture.HighWatermark);
        Assert.Equal(0, fixture.AppendValues("small"));
    }

    [Fact]
    public void A_compacted_topic_refuses_records_without_a_key_and_names_them()
    {
        var fixture = new PartitionFixture(("cleanup.policy", "compact"));
        var refused = fixture.Append(Batches.Of("a", "b"));
        Assert.Equal((ErrorCode.InvalidRecord, 0L), (refused.ErrorCode, fixture.HighWatermark));
        Assert.Equal([0, 1], refused.RecordErrors.Select(error => error.BatchIndex));
    }

    [Fact]
    public void With_min_insync_replicas_above_1_only_acks_all_is_refused()
    {
        var fixture = new PartitionFixture(("min.insync.replicas", "2"));
        Assert.Equal(ErrorCode.NotEnoughReplicas, fixture.Append(Batches.Of("all")).ErrorCode);
        Assert.Equal(ErrorCode.None, fixture.Append(Batches.Of("one"), acks: 1).ErrorCode);
        fixture.Configure(("min.insync.replicas", "1"));
        Assert.Equal(1, fixture.Append(Batches.Of("all")).BaseOffset);
    }

    [Fact]
    public void A_batch_with_a_wrong_crc_is_refused_and_takes_no_offset()
    {
        var fixture = new PartitionFixture();
        var broken = Batches.Of("a");
        broken[^1] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, fixture.Append(broken).ErrorCode);
        Assert.Equal(0, fixture.AppendValues("a"));
    }

    [Fact]
    public void Garbage_that_header_validation_lets_pass_is_refused_where_it_must_be_re_encoded()
    {
        var fixture = new PartitionFixture(
            new Actors.Partitions.PartitionOptions { Validation = BatchValidation.Header }, ("compression.type", "lz4"));
        var garbage = Batches.Make(["abc"], CompressionType.Gzip);
        garbage.AsSpan(RecordBatchLayout.HeaderSize).Fill(0xAA);
        RecordBatchPatch.Timestamps(garbage, TimestampType.CreateTime, Batches.Timestamp + 1);
        Assert.Equal(ErrorCode.InvalidRecord, fixture.Append(garbage).ErrorCode);
        Assert.Equal(0, fixture.AppendValues("a"));
    }
}
