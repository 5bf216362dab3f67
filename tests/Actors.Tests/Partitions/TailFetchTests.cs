using KafkaGateway.Actors.Partitions;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class TailFetchTests
{
    private static readonly int BatchBytes = Batches.Of("a").Length;
    private readonly PartitionFixture _fixture = new();

    [Fact]
    public void A_fetch_at_the_tail_waits_and_is_answered_as_soon_as_something_comes()
    {
        var fetch = _fixture.BeginRead(0, maxWaitMs: 60_000);
        _fixture.Pass(TimeSpan.FromSeconds(59));
        Assert.False(fetch.IsCompleted);
        _fixture.AppendValues("a");
        Assert.Equal(["a"], Batches.Values(_fixture.Answer(fetch).Records));
    }

    [Fact]
    public void It_is_answered_empty_when_its_time_is_up()
    {
        var fetch = _fixture.BeginRead(0, maxWaitMs: 500);
        _fixture.Pass(TimeSpan.FromMilliseconds(499));
        Assert.False(fetch.IsCompleted);
        _fixture.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal((ErrorCode.None, 0L), (_fixture.Answer(fetch).ErrorCode, _fixture.Answer(fetch).Records!.Value.Length));
    }

    [Fact]
    public void It_waits_for_as_many_bytes_as_it_asked_for_counting_those_that_are_there()
    {
        _fixture.AppendValues("a");
        var fetch = _fixture.BeginRead(0, minBytes: BatchBytes * 3, maxWaitMs: 60_000);
        _fixture.AppendValues("b");
        Assert.False(fetch.IsCompleted);
        _fixture.AppendValues("c");
        Assert.Equal(["a", "b", "c"], Batches.Values(_fixture.Answer(fetch).Records));
    }

    [Fact]
    public void When_the_time_is_up_it_gets_what_there_is()
    {
        var fetch = _fixture.BeginRead(0, minBytes: 10_000, maxWaitMs: 500);
        _fixture.AppendValues("a");
        _fixture.Pass(TimeSpan.FromMilliseconds(500));
        Assert.Equal(["a"], Batches.Values(_fixture.Answer(fetch).Records));
    }

    [Fact]
    public void It_does_not_wait_without_a_time_to_wait_or_without_bytes_to_wait_for()
    {
        Assert.True(_fixture.BeginRead(0, maxWaitMs: 0).IsCompleted);
        Assert.True(_fixture.BeginRead(0, minBytes: 0, maxWaitMs: 60_000).IsCompleted);
    }

    [Fact]
    public void It_is_released_when_nobody_waits_for_the_answer_any_more()
    {
        using var gone = new CancellationTokenSource();
        var fetch = _fixture.BeginRead(0, maxWaitMs: 60_000, cancellationToken: gone.Token);
        gone.Cancel();
        Assert.Equal(0, _fixture.Answer(fetch).Records!.Value.Length);
    }

    [Fact]
    public void It_is_released_when_the_start_of_the_log_moves()
    {
        _fixture.AppendValues("a", "b");
        var fetch = _fixture.BeginRead(1, minBytes: 10_000, maxWaitMs: 60_000);
        _fixture.Trim(2);
        Assert.Equal((ErrorCode.OffsetOutOfRange, 2), (_fixture.Answer(fetch).ErrorCode, _fixture.Answer(fetch).LogStartOffset));
    }

    [Fact]
    public void It_is_answered_with_UNKNOWN_TOPIC_OR_PARTITION_when_the_partition_is_deleted()
    {
        var fetch = _fixture.BeginRead(0, maxWaitMs: 60_000);
        _fixture.Delete();
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, _fixture.Answer(fetch).ErrorCode);
    }

    [Fact]
    public void It_is_sent_elsewhere_when_its_owner_is_closed()
    {
        var fetch = _fixture.BeginRead(0, maxWaitMs: 60_000);
        _fixture.Reopen();
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Answer(fetch).ErrorCode);
    }

    [Fact]
    public void A_read_that_wants_no_records_only_waits_for_what_comes_behind_its_offset()
    {
        _fixture.AppendValues("a");
        var waiting = _fixture.BeginRead(1, maxBytes: 0, maxWaitMs: 60_000);
        Assert.False(waiting.IsCompleted);
        _fixture.AppendValues("b");
        Assert.Equal((0L, 2L), (_fixture.Answer(waiting).Records!.Value.Length, _fixture.Answer(waiting).HighWatermark));
    }

    [Fact]
    public void A_read_that_only_waits_is_answered_at_once_where_something_has_come_before_it()
    {
        _fixture.AppendValues("a");
        Assert.Equal(1, _fixture.Answer(_fixture.BeginRead(0, maxBytes: 0, minBytes: 10_000, maxWaitMs: 60_000)).HighWatermark);
    }

    [Fact]
    public void Beyond_the_limit_of_waiting_fetches_more_are_answered_at_once()
    {
        var fixture = new PartitionFixture(new PartitionOptions { MaxWaitingFetches = 2 });
        var first = fixture.BeginRead(0, maxWaitMs: 500);
        var second = fixture.BeginRead(0, maxWaitMs: 60_000);
        Assert.True(fixture.BeginRead(0, maxWaitMs: 60_000).IsCompleted);
        fixture.Pass(TimeSpan.FromMilliseconds(500));
        Assert.True(first.IsCompleted);
        Assert.False(fixture.BeginRead(0, maxWaitMs: 60_000).IsCompleted);
        Assert.False(second.IsCompleted);
    }
}
