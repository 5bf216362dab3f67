using KafkaGateway.Actors.Partitions;
using KafkaGateway.Protocol;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class TrimAndRetentionTests
{
    private static readonly PartitionOptions Often = new() { UpkeepInterval = TimeSpan.FromMinutes(1) };

    [Fact]
    public void Trimming_moves_the_start_and_never_back()
    {
        var fixture = new PartitionFixture();
        fixture.AppendValues("a", "b", "c");
        Assert.Equal((ErrorCode.None, 2), Answer(fixture, 2));
        Assert.Equal((ErrorCode.None, 2), Answer(fixture, 1));
        Assert.Equal(ErrorCode.OffsetOutOfRange, fixture.Read(1).ErrorCode);
        Assert.Equal((ErrorCode.None, 3), Answer(fixture, -1));
        Assert.Equal(3, fixture.AppendValues("d"));
        Assert.Equal(["d"], fixture.Values(3));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-2)]
    public void Trimming_beyond_the_high_watermark_or_below_zero_is_OFFSET_OUT_OF_RANGE(long offset)
    {
        var fixture = new PartitionFixture();
        fixture.AppendValues("a", "b", "c");
        Assert.Equal(ErrorCode.OffsetOutOfRange, fixture.Trim(offset).ErrorCode);
    }

    [Fact]
    public void A_compacted_topic_is_not_trimmed()
    {
        var fixture = new PartitionFixture(("cleanup.policy", "compact"));
        Assert.Equal(ErrorCode.PolicyViolation, fixture.Trim(0).ErrorCode);
    }

    [Fact]
    public void Records_older_than_retention_ms_go_by_themselves()
    {
        var fixture = new PartitionFixture(Often, ("retention.ms", "600000"), ("segment.ms", "60000"));
        fixture.Append(Batches.At(fixture.Now));
        fixture.Pass(TimeSpan.FromMinutes(8));
        fixture.Append(Batches.At(fixture.Now));
        fixture.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal((1, 2), (fixture.Describe().LogStartOffset, fixture.HighWatermark));
        fixture.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal((2, 2), (fixture.Describe().LogStartOffset, fixture.HighWatermark));
        Assert.Equal(2, fixture.AppendValues("next"));
    }

    [Fact]
    public void Whole_segments_beyond_retention_bytes_go_by_themselves()
    {
        var size = Batches.Of(new string('x', 1000)).Length;
        var fixture = new PartitionFixture(Often, ("retention.bytes", $"{size * 3}"), ("retention.ms", "-1"), ("segment.bytes", $"{1 << 20}"));
        fixture.Configure(("retention.bytes", $"{size * 3}"), ("retention.ms", "-1"), ("segment.ms", "1000"));
        for (var i = 0; i < 6; i++)
            fixture.Append(Batches.Make([new string('x', 1000)], timestamps: [fixture.Now + (i * 2000)]));
        fixture.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(3, fixture.Describe().LogStartOffset);
        Assert.Equal(3 * size, fixture.Describe().SizeBytes);
    }

    [Fact]
    public void Retention_lets_go_of_waiting_fetches_and_does_nothing_without_the_delete_policy()
    {
        var fixture = new PartitionFixture(Often, ("retention.ms", "60000"));
        fixture.Append(Batches.At(fixture.Now));
        fixture.Configure(("retention.ms", "60000"), ("cleanup.policy", "compact"));
        fixture.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(0, fixture.Describe().LogStartOffset);
        var fetch = fixture.BeginRead(0, minBytes: 10_000, maxWaitMs: 3_600_000);
        fixture.Configure(("retention.ms", "60000"));
        fixture.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(ErrorCode.OffsetOutOfRange, fixture.Answer(fetch).ErrorCode);
    }

    [Fact]
    public void A_deleted_partition_answers_every_call_with_UNKNOWN_TOPIC_OR_PARTITION_and_keeps_nothing()
    {
        var fixture = new PartitionFixture();
        fixture.AppendValues("a");
        fixture.Delete();
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, fixture.Append(Batches.Of("b")).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, fixture.Read(0).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, fixture.Find(-1).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, fixture.Trim(0).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, fixture.EndOf(0).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, fixture.Describe().ErrorCode);
        fixture.Delete();
        fixture.Reopen();
        Assert.Equal(0, fixture.HighWatermark);
    }

    [Fact]
    public void Deleting_waits_for_the_append_under_way()
    {
        var fixture = new PartitionFixture();
        fixture.Faults.Hold(StorageCall.Append);
        var append = fixture.BeginAppend(Batches.Of("a"), acks: 1);
        var deletion = fixture.Begin(async partition =>
        {
            await partition.DeleteAsync(default);
            return true;
        });
        Assert.False(deletion.IsCompleted);
        fixture.Faults.LetGo(StorageCall.Append);
        Assert.True(fixture.Answer(deletion));
        Assert.True(append.IsCompleted);
    }

    [Fact]
    public void Nothing_is_left_running_when_the_owner_is_closed()
    {
        var fixture = new PartitionFixture(Often);
        fixture.AppendValues("a");
        fixture.Reopen();
        fixture.Delete();
        var calls = fixture.Faults.Seen.Count;
        fixture.Pass(TimeSpan.FromHours(1));
        Assert.Equal(calls, fixture.Faults.Seen.Count);
    }

    private static (ErrorCode, long) Answer(PartitionFixture fixture, long offset)
    {
        var answer = fixture.Trim(offset);
        return (answer.ErrorCode, answer.LowWatermark);
    }
}
