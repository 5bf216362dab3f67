using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class ReadTests
{
    private readonly PartitionFixture _fixture = new();

    [Fact]
    public void A_read_returns_whole_batches_from_the_one_that_holds_the_offset()
    {
        _fixture.AppendValues("a", "b", "c");
        _fixture.AppendValues("d");
        Assert.Equal(["a", "b", "c", "d"], _fixture.Values(1));
        Assert.Equal(["d"], _fixture.Values(3));
        Assert.Empty(_fixture.Values(4));
    }

    [Fact]
    public void A_read_keeps_to_its_limit_but_may_be_allowed_one_batch_above_it()
    {
        _fixture.AppendValues("a");
        _fixture.AppendValues("b");
        _fixture.AppendValues("c");
        var size = Batches.Of("a").Length;
        Assert.Equal(["a", "b"], Batches.Values(_fixture.Read(0, r => r.MaxBytes = size * 3 - 1).Records));
        Assert.Equal(["a"], Batches.Values(_fixture.Read(0, r => r.MaxBytes = 1).Records));
        Assert.Empty(Batches.Values(_fixture.Read(0, r => (r.MaxBytes, r.AtLeastOneBatch) = (size - 1, false)).Records));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(5)]
    public void An_offset_outside_the_log_is_OFFSET_OUT_OF_RANGE_and_the_answer_tells_the_bounds(long offset)
    {
        _fixture.AppendValues("a", "b", "c");
        _fixture.Trim(2);
        var answer = _fixture.Read(offset);
        Assert.Equal((ErrorCode.OffsetOutOfRange, 2, 3), (answer.ErrorCode, answer.LogStartOffset, answer.HighWatermark));
    }

    [Fact]
    public void A_client_that_believes_in_another_leader_epoch_is_told_so()
    {
        _fixture.Reopen();
        _fixture.Reopen();
        Assert.Equal(ErrorCode.None, _fixture.Read(0, r => r.CurrentLeaderEpoch = 2).ErrorCode);
        Assert.Equal(ErrorCode.None, _fixture.Read(0, r => r.CurrentLeaderEpoch = -1).ErrorCode);
        Assert.Equal(ErrorCode.FencedLeaderEpoch, _fixture.Read(0, r => r.CurrentLeaderEpoch = 1).ErrorCode);
        Assert.Equal(ErrorCode.UnknownLeaderEpoch, _fixture.Read(0, r => r.CurrentLeaderEpoch = 3).ErrorCode);
        Assert.Equal(ErrorCode.FencedLeaderEpoch, _fixture.EndOf(0, currentEpoch: 1).ErrorCode);
        Assert.Equal(ErrorCode.UnknownLeaderEpoch, _fixture.EndOf(0, currentEpoch: 3).ErrorCode);
    }

    [Fact]
    public void The_end_of_an_epoch_is_where_the_next_one_that_wrote_begins()
    {
        _fixture.AppendValues("a", "b");
        _fixture.Reopen();
        _fixture.Reopen();
        _fixture.AppendValues("c");
        _fixture.Reopen();
        Assert.Equal((0, 2), End(0));
        Assert.Equal((0, 2), End(1));
        Assert.Equal((2, 3), End(2));
        Assert.Equal((3, 3), End(3));
        Assert.Equal((-1, -1), End(4));
        _fixture.AppendValues("d");
        Assert.Equal((2, 3), End(2));
        Assert.Equal((3, 4), End(3));
    }

    [Fact]
    public void The_end_of_an_epoch_below_all_that_the_log_still_knows_is_where_the_first_known_one_begins()
    {
        _fixture.Reopen();
        _fixture.AppendValues("a", "b");
        Assert.Equal((0, 0), End(0));
    }

    [Fact]
    public void A_fetch_whose_last_epoch_ended_before_its_offset_learns_where()
    {
        _fixture.AppendValues("kept");
        _fixture.Append(Batches.Of("lost"), acks: 1);
        _fixture.Crash(loseUnflushed: true);
        _fixture.AppendValues("other");
        var answer = _fixture.Read(2, r => r.LastFetchedEpoch = 0);
        Assert.Equal((ErrorCode.None, 0, 1), (answer.ErrorCode, answer.DivergingEpoch, answer.DivergingEndOffset));
        Assert.Equal(0, answer.Records!.Value.Length);
        Assert.Equal(["other"], Batches.Values(_fixture.Read(1, r => r.LastFetchedEpoch = 0).Records));
    }

    [Fact]
    public void A_fetch_beyond_the_end_learns_of_the_divergence_rather_than_that_its_offset_is_out_of_range()
    {
        _fixture.AppendValues("kept");
        _fixture.Append(Batches.Of("lost", "lost too"), acks: 1);
        _fixture.Crash(loseUnflushed: true);
        var answer = _fixture.Read(3, r => r.LastFetchedEpoch = 0);
        Assert.Equal((ErrorCode.None, 0, 1), (answer.ErrorCode, answer.DivergingEpoch, answer.DivergingEndOffset));
        Assert.Equal(ErrorCode.OffsetOutOfRange, _fixture.Read(3).ErrorCode);
    }

    [Fact]
    public void A_fetch_with_a_last_epoch_that_nobody_knows_is_OFFSET_OUT_OF_RANGE()
    {
        _fixture.AppendValues("a");
        Assert.Equal(ErrorCode.OffsetOutOfRange, _fixture.Read(1, r => r.LastFetchedEpoch = 9).ErrorCode);
    }

    private (int Epoch, long EndOffset) End(int epoch)
    {
        var answer = _fixture.EndOf(epoch);
        Assert.Equal(ErrorCode.None, answer.ErrorCode);
        return (answer.LeaderEpoch, answer.EndOffset);
    }
}
