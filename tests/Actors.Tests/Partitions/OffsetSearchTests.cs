using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class OffsetSearchTests
{
    private readonly PartitionFixture _fixture = new();

    [Fact]
    public void The_latest_is_the_high_watermark_and_the_earliest_the_log_start_each_with_its_epoch()
    {
        Assert.Equal((0, -1, 0), Found(-1));
        Assert.Equal(0, _fixture.Find(-2).Offset);
        _fixture.AppendValues("a", "b", "c");
        _fixture.Reopen();
        _fixture.Trim(1);
        Assert.Equal((3, -1, 1), Found(-1));
        Assert.Equal((1, -1, 0), Found(-2));
        Assert.Equal((1, -1, 0), Found(-4));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(-6)]
    public void Nothing_is_tiered_so_there_is_no_tiered_offset(long timestamp)
    {
        _fixture.AppendValues("a");
        Assert.Equal((-1, -1, -1), Found(timestamp));
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Zstd)]
    public void A_search_by_time_finds_the_first_record_at_or_after_it_also_inside_a_compressed_batch(CompressionType codec)
    {
        if (!CompressionCodecs.IsAvailable(codec))
            return;
        Append(codec, 100, 300, 200);
        Append(codec, 250, 400);
        Assert.Equal((0, 100, 0), Found(50));
        Assert.Equal((0, 100, 0), Found(100));
        Assert.Equal((1, 300, 0), Found(101));
        Assert.Equal((1, 300, 0), Found(300));
        Assert.Equal((4, 400, 0), Found(301));
        Assert.Equal((-1, -1, -1), Found(401));
    }

    [Fact]
    public void The_greatest_timestamp_is_that_of_the_first_record_that_has_it()
    {
        Assert.Equal((-1, -1, -1), Found(-3));
        Append(CompressionType.None, 100, 300);
        Append(CompressionType.Lz4, 200, 500, 400);
        Append(CompressionType.None, 500);
        Assert.Equal((3, 500, 0), Found(-3));
    }

    [Fact]
    public void Records_below_a_start_offset_within_a_batch_are_not_found()
    {
        Append(CompressionType.None, 100, 500, 200);
        Append(CompressionType.None, 300);
        Append(CompressionType.None, 600);
        _fixture.Trim(2);
        Assert.Equal((2, 200, 0), Found(150));
        Assert.Equal((3, 300, 0), Found(250));
        Assert.Equal((4, 600, 0), Found(400));
        Assert.Equal((-1, -1, -1), Found(601));
    }

    [Fact]
    public void A_search_under_another_leader_epoch_is_refused()
    {
        _fixture.Reopen();
        var request = new FindOffsetRequest { Timestamp = -1, CurrentLeaderEpoch = 0 };
        Assert.Equal(ErrorCode.FencedLeaderEpoch, _fixture.Call(partition => partition.FindOffsetAsync(request, default)).ErrorCode);
        request.CurrentLeaderEpoch = 2;
        Assert.Equal(ErrorCode.UnknownLeaderEpoch, _fixture.Call(partition => partition.FindOffsetAsync(request, default)).ErrorCode);
    }

    private void Append(CompressionType codec, params long[] timestamps) => Assert.Equal(
        ErrorCode.None,
        _fixture.Append(Batches.Make([.. timestamps.Select(t => $"{t}")], codec, timestamps: timestamps)).ErrorCode);

    private (long Offset, long Timestamp, int Epoch) Found(long timestamp)
    {
        var found = _fixture.Find(timestamp);
        Assert.Equal(ErrorCode.None, found.ErrorCode);
        return (found.Offset, found.Timestamp, found.LeaderEpoch);
    }
}
