using KafkaGateway.Actors.Partitions;
using KafkaGateway.Protocol;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Actors.Tests.Partitions;

/// <summary>An owner who does not know that there is a later one.</summary>
public sealed class FencingTests
{
    private readonly PartitionFixture _fixture = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void His_appends_are_refused_and_end_him(short acks)
    {
        _fixture.AppendValues("a");
        var (former, later) = Split();
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Append(Batches.Of("lost"), acks).ErrorCode);
        AssertOver();
        _fixture.CallOn(later);
        Assert.Equal(["a", "later"], _fixture.Values());
    }

    [Fact]
    public void A_batch_that_was_in_the_log_but_not_flushed_when_the_later_one_came_is_refused_by_him_and_known_to_the_later_one()
    {
        _fixture.Append(Batches.From(7, 0));
        _fixture.Faults.Hold(StorageCall.Flush);
        var append = _fixture.BeginAppend(Batches.From(7, 1));
        _fixture.OpenElsewhere();
        _fixture.Faults.LetGo(StorageCall.Flush);
        Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Answer(append).ErrorCode);
        Assert.Equal(1, _fixture.Append(Batches.From(7, 1)).BaseOffset);
        Assert.Equal(2, _fixture.HighWatermark);
    }

    [Fact]
    public void He_answers_what_he_knows_as_long_as_the_later_one_could_not_answer_otherwise()
    {
        _fixture.AppendValues("a", "b");
        var (former, _) = Split();
        _fixture.CallOn(former);
        Assert.Equal(["a", "b"], _fixture.Values());
        Assert.False(former.HasFailed);
    }

    [Fact]
    public void He_sends_no_consumer_back_who_has_read_further_at_the_later_one()
    {
        _fixture.AppendValues("a");
        var (former, _) = Split("b", "c");
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Read(3).ErrorCode);
        AssertOver();
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void Nor_one_who_knows_an_epoch_that_he_does_not_know_or_more_of_an_epoch_than_he_does(int epoch, long offset)
    {
        _fixture.AppendValues("a");
        var (former, _) = Split();
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Read(offset, request => request.LastFetchedEpoch = epoch).ErrorCode);
        AssertOver();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void He_finds_no_offsets(long timestamp)
    {
        _fixture.AppendValues("a");
        var (former, _) = Split();
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Find(timestamp).ErrorCode);
        AssertOver();
    }

    [Fact]
    public void He_describes_nothing()
    {
        var (former, _) = Split();
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Describe().ErrorCode);
        AssertOver();
    }

    [Fact]
    public void He_tells_no_end_of_an_epoch()
    {
        var (former, _) = Split();
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.EndOf(0).ErrorCode);
        AssertOver();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    public void He_trims_nothing(long offset)
    {
        _fixture.AppendValues("a");
        var (former, later) = Split();
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Trim(offset).ErrorCode);
        AssertOver();
        _fixture.CallOn(later);
        Assert.Equal(["a", "later"], _fixture.Values());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void He_acknowledges_no_repeated_batch(short acks)
    {
        _fixture.Append(Batches.From(7, 0));
        var (former, later) = Split();
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Append(Batches.From(7, 0), acks).ErrorCode);
        AssertOver();
        _fixture.CallOn(later);
        Assert.Equal(0, _fixture.Append(Batches.From(7, 0), acks).BaseOffset);
    }

    [Fact]
    public void He_calls_no_sequence_out_of_order_that_follows_what_the_later_one_has()
    {
        _fixture.Append(Batches.From(7, 0));
        _fixture.OpenElsewhere();
        var former = _fixture.OpenElsewhere();
        _fixture.Append(Batches.From(7, 1));
        var later = _fixture.Partition;
        _fixture.CallOn(former);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Append(Batches.From(7, 2)).ErrorCode);
        AssertOver();
        _fixture.CallOn(later);
        Assert.Equal(2, _fixture.Append(Batches.From(7, 2)).BaseOffset);
    }

    [Fact]
    public void Fetches_that_wait_at_his_tail_are_turned_away_when_he_notices()
    {
        var waiting = _fixture.BeginRead(0, maxWaitMs: 60_000);
        var (former, _) = Split();
        Assert.False(waiting.IsCompleted);
        _fixture.CallOn(former);
        _fixture.Append(Batches.Of("lost"));
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Answer(waiting).ErrorCode);
    }

    [Fact]
    public void And_at_the_latest_when_their_time_is_up()
    {
        var waiting = _fixture.BeginRead(0, maxWaitMs: 500);
        Split();
        _fixture.Pass(TimeSpan.FromMilliseconds(500));
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Answer(waiting).ErrorCode);
    }

    [Fact]
    public void Retention_that_finds_a_later_owner_ends_him_quietly()
    {
        _fixture.AppendValues("a");
        var (former, later) = Split();
        _fixture.Pass(_fixture.Options.UpkeepInterval);
        Assert.True(former.IsFenced);
        Assert.False(later.HasFailed);
    }

    [Fact]
    public void Closing_him_disturbs_nobody()
    {
        var (former, _) = Split();
        _fixture.Call(async _ =>
        {
            await former.DisposeAsync();
            return true;
        });
        Assert.Equal(1, _fixture.AppendValues("more"));
        Assert.Equal(["later", "more"], _fixture.Values());
    }

    private (Partition Former, Partition Later) Split(params string[] values)
    {
        var former = _fixture.OpenElsewhere();
        _fixture.AppendValues(values.Length == 0 ? ["later"] : values);
        return (former, _fixture.Partition);
    }

    private void AssertOver()
    {
        Assert.True(_fixture.Partition.HasFailed);
        Assert.True(_fixture.Partition.IsFenced);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Append(Batches.Of("later")).ErrorCode);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Read(0).ErrorCode);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Find(-1).ErrorCode);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Trim(0).ErrorCode);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Describe().ErrorCode);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.EndOf(0).ErrorCode);
    }
}
