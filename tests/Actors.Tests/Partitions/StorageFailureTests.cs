using KafkaGateway.Protocol;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class StorageFailureTests
{
    private readonly PartitionFixture _fixture = new();

    [Theory]
    [InlineData(StorageCall.Append)]
    [InlineData(StorageCall.Flush)]
    public void A_write_that_fails_is_answered_as_one_that_may_have_happened_and_ends_the_owner(StorageCall call)
    {
        _fixture.AppendValues("before");
        _fixture.Faults.FailNext(call);
        Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Append(Batches.Of("lost")).ErrorCode);
        AssertOver();
    }

    [Fact]
    public void A_read_that_fails_ends_the_owner_too_because_its_log_must_be_opened_again()
    {
        _fixture.AppendValues("a");
        _fixture.Faults.FailNext(StorageCall.Read);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Read(0).ErrorCode);
        AssertOver();
        _fixture.Reopen();
        Assert.Equal(["a"], _fixture.Values());
    }

    [Fact]
    public void So_do_a_search_and_a_trim_that_fail()
    {
        _fixture.AppendValues("a");
        _fixture.Faults.FailNext(StorageCall.Read);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Find(0).ErrorCode);
        AssertOver();
        _fixture.Reopen();
        _fixture.Faults.FailNext(StorageCall.Trim);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Trim(1).ErrorCode);
        AssertOver();
    }

    [Fact]
    public void All_that_gathered_behind_a_failed_append_fails_with_it()
    {
        _fixture.Faults.Hold(StorageCall.Append);
        var appends = Enumerable.Range(0, 3).Select(i => _fixture.BeginAppend(Batches.Of($"{i}"), acks: 1)).ToList();
        _fixture.Faults.FailNext(StorageCall.Append);
        _fixture.Faults.LetGo(StorageCall.Append);
        Assert.All(appends, append => Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Answer(append).ErrorCode));
        Assert.Equal(1, _fixture.Faults.Count(StorageCall.Append));
    }

    [Fact]
    public void After_a_failed_flush_nothing_that_waits_for_one_is_acknowledged()
    {
        _fixture.Faults.Hold(StorageCall.Flush);
        var appends = Enumerable.Range(0, 3).Select(i => _fixture.BeginAppend(Batches.Of($"{i}"))).ToList();
        _fixture.Faults.FailNext(StorageCall.Flush);
        _fixture.Faults.LetGo(StorageCall.Flush);
        Assert.All(appends, append => Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Answer(append).ErrorCode));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void The_next_owner_goes_on_where_the_log_really_ends(bool failsAfterApplying, long next)
    {
        _fixture.Append(Batches.From(7, 0));
        _fixture.Faults.FailNext(StorageCall.Append, failsAfterApplying);
        Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Append(Batches.From(7, 1)).ErrorCode);
        _fixture.Reopen();
        Assert.Equal(1, _fixture.Append(Batches.From(7, 1)).BaseOffset);
        Assert.Equal(2, _fixture.HighWatermark);
        Assert.Equal(next == 1 ? 1 : 0, _fixture.Headers()[1].PartitionLeaderEpoch);
    }

    [Fact]
    public void Fetches_that_wait_are_answered_when_the_owner_fails()
    {
        var waiting = _fixture.BeginRead(0, maxWaitMs: 60_000);
        _fixture.Faults.FailNext(StorageCall.Append);
        _fixture.Append(Batches.Of("a"));
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Answer(waiting).ErrorCode);
    }

    [Fact]
    public void Retention_that_fails_in_the_background_ends_the_owner()
    {
        _fixture.AppendValues("a");
        _fixture.Faults.FailNext(StorageCall.Trim);
        _fixture.Pass(_fixture.Options.UpkeepInterval);
        AssertOver();
    }

    [Fact]
    public void Closing_waits_for_the_append_under_way_and_answers_it()
    {
        _fixture.Faults.Hold(StorageCall.Append);
        var append = _fixture.BeginAppend(Batches.Of("a"), acks: 1);
        var closing = _fixture.Begin(async partition =>
        {
            await partition.DisposeAsync();
            return true;
        });
        Assert.False(closing.IsCompleted);
        _fixture.Faults.LetGo(StorageCall.Append);
        Assert.Equal(ErrorCode.None, _fixture.Answer(append).ErrorCode);
        Assert.True(_fixture.Answer(closing));
        Assert.Equal(ErrorCode.NotLeaderOrFollower, _fixture.Append(Batches.Of("late")).ErrorCode);
    }

    [Fact]
    public void A_power_cut_loses_no_batch_that_was_acknowledged_with_acks_all()
    {
        _fixture.Append(Batches.Of("one"), acks: 1);
        _fixture.Append(Batches.Of("all"), acks: -1);
        _fixture.Append(Batches.Of("unflushed"), acks: 1);
        _fixture.Crash(loseUnflushed: true);
        Assert.Equal(["one", "all"], _fixture.Values());
        Assert.Equal(2, _fixture.AppendValues("next"));
    }

    private void AssertOver()
    {
        Assert.True(_fixture.Partition.HasFailed);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Append(Batches.Of("later")).ErrorCode);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Read(0).ErrorCode);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Find(-1).ErrorCode);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Trim(0).ErrorCode);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.Describe().ErrorCode);
        Assert.Equal(ErrorCode.KafkaStorageError, _fixture.EndOf(0).ErrorCode);
    }
}
