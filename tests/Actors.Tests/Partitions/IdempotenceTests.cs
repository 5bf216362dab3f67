using KafkaGateway.Actors.Partitions;
using KafkaGateway.Protocol;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class IdempotenceTests
{
    private const long Producer = 7;
    private readonly PartitionFixture _fixture = new();

    [Fact]
    public void A_repeat_of_any_of_the_last_five_batches_is_answered_with_its_first_offset_and_not_appended()
    {
        _fixture.AppendValues("another's");
        for (var i = 0; i < 6; i++)
            Take(i * 2, count: 2, offset: 1 + (i * 2));
        for (var i = 1; i < 6; i++)
            Take(i * 2, count: 2, offset: 1 + (i * 2));
        Assert.Equal(13, _fixture.HighWatermark);
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 0, count: 2);
    }

    [Fact]
    public void A_gap_is_refused_and_leaves_the_next_expected_sequence_as_it_was()
    {
        Take(0, count: 3);
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 4);
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 2, count: 2);
        Take(3, offset: 3);
    }

    [Fact]
    public void An_epoch_below_the_newest_is_fenced()
    {
        Take(0, epoch: 3);
        Refuse(ErrorCode.InvalidProducerEpoch, sequence: 1, epoch: 2);
        Take(1, epoch: 3, offset: 1);
    }

    [Fact]
    public void A_new_epoch_must_begin_with_sequence_0_and_knows_no_duplicates_of_the_old_one()
    {
        Take(0);
        Take(1, offset: 1);
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 2, epoch: 1);
        Take(0, epoch: 1, offset: 2);
        Take(0, epoch: 1, offset: 2);
        Refuse(ErrorCode.InvalidProducerEpoch, sequence: 1, epoch: 0);
    }

    [Fact]
    public void Sequences_wrap_from_2147483647_to_0_between_batches_and_within_one()
    {
        _fixture.Pass(TimeSpan.FromSeconds(10));
        Take(int.MaxValue - 4, count: 2);
        Take(int.MaxValue - 2, count: 5, offset: 2);
        Take(2, offset: 7);
        Take(int.MaxValue - 2, count: 5, offset: 2);
        Assert.Equal(2, _fixture.Describe().Producers.Single().LastSequence);

        var whole = new PartitionFixture();
        whole.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(0, whole.Append(Batches.From(Producer, int.MaxValue)).BaseOffset);
        Assert.Equal(1, whole.Append(Batches.From(Producer, 0)).BaseOffset);
    }

    [Fact]
    public void A_producer_that_is_not_known_may_begin_with_any_sequence_once_lost_batches_would_have_come_again()
    {
        Refuse(ErrorCode.NotLeaderOrFollower, sequence: 41);
        _fixture.Pass(TimeSpan.FromSeconds(10));
        Take(41);
        Take(42, offset: 1);
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 44);
    }

    [Fact]
    public void A_batch_that_has_overtaken_one_lost_with_the_former_owner_is_sent_again_and_for_a_while_not_called_out_of_order()
    {
        Take(0);
        _fixture.Reopen();
        Refuse(ErrorCode.NotLeaderOrFollower, sequence: 2);
        Take(1, offset: 1);
        Take(2, offset: 2);
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 4);
        _fixture.Reopen();
        _fixture.Pass(TimeSpan.FromSeconds(10));
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 4);
    }

    [Fact]
    public void A_repeat_waits_until_the_first_one_is_in_the_log()
    {
        _fixture.Faults.Hold(StorageCall.Append);
        var first = _fixture.BeginAppend(Batches.From(Producer, 0));
        var repeat = _fixture.BeginAppend(Batches.From(Producer, 0));
        var next = _fixture.BeginAppend(Batches.From(Producer, 1));
        var repeatOfNext = _fixture.BeginAppend(Batches.From(Producer, 1));
        Assert.False(repeat.IsCompleted);
        _fixture.Faults.LetGo(StorageCall.Append, holdOn: true);
        Assert.Equal((0, 0), (_fixture.Answer(first).BaseOffset, _fixture.Answer(repeat).BaseOffset));
        Assert.False(repeatOfNext.IsCompleted);
        _fixture.Faults.LetGo(StorageCall.Append);
        Assert.Equal((1, 1), (_fixture.Answer(next).BaseOffset, _fixture.Answer(repeatOfNext).BaseOffset));
        Assert.Equal(2, _fixture.HighWatermark);
    }

    [Fact]
    public void A_repeat_with_acks_all_is_acknowledged_only_when_flushed()
    {
        Assert.Equal(0, _fixture.Append(Batches.From(Producer, 0), acks: 1).BaseOffset);
        _fixture.Faults.Hold(StorageCall.Flush);
        var repeat = _fixture.BeginAppend(Batches.From(Producer, 0), acks: -1);
        Assert.False(repeat.IsCompleted);
        _fixture.Faults.LetGo(StorageCall.Flush);
        Assert.Equal(0, _fixture.Answer(repeat).BaseOffset);
    }

    [Fact]
    public void A_repeat_fails_where_the_first_one_failed()
    {
        _fixture.Faults.Hold(StorageCall.Append);
        var first = _fixture.BeginAppend(Batches.From(Producer, 0));
        var repeat = _fixture.BeginAppend(Batches.From(Producer, 0));
        _fixture.Faults.FailNext(StorageCall.Append);
        _fixture.Faults.LetGo(StorageCall.Append);
        Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Answer(first).ErrorCode);
        Assert.Equal(ErrorCode.RequestTimedOut, _fixture.Answer(repeat).ErrorCode);
    }

    [Fact]
    public void Producers_live_apart_from_each_other_and_from_those_without_an_id()
    {
        Take(0);
        Assert.Equal(1, _fixture.Append(Batches.From(8, 0)).BaseOffset);
        Assert.Equal(2, _fixture.AppendValues("plain"));
        Assert.Equal(3, _fixture.AppendValues("plain"));
        Take(1, offset: 4);
        Assert.Equal([7, 8], _fixture.Describe().Producers.Select(producer => producer.ProducerId).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_known_of_producers_is_there_again_after_reopening_from_the_log_or_a_snapshot(bool withSnapshot)
    {
        for (var i = 0; i < 7; i++)
            Take(i, offset: i);
        if (withSnapshot)
            _fixture.Reopen();
        else
            _fixture.Crash();
        Take(6, offset: 6);
        Take(2, offset: 2);
        Take(7, offset: 7);
        Refuse(ErrorCode.OutOfOrderSequenceNumber, sequence: 9);
        Take(0, epoch: 1, offset: 8);
        _fixture.Crash();
        Refuse(ErrorCode.InvalidProducerEpoch, sequence: 8);
        Take(0, epoch: 1, offset: 8);
        Take(1, epoch: 1, offset: 9);
    }

    [Fact]
    public void A_snapshot_is_noted_down_after_so_many_bytes_so_that_an_opening_reads_only_what_came_later()
    {
        var fixture = new PartitionFixture(new PartitionOptions { SnapshotEveryBytes = 500 });
        for (var i = 0; i < 20; i++)
            fixture.Append(Batches.From(Producer, i));
        Assert.InRange(fixture.Faults.Count(StorageCall.Snapshot), 2, 10);
        fixture.Crash();
        Assert.Equal(19, fixture.Append(Batches.From(Producer, 19)).BaseOffset);
        Assert.Equal(20, fixture.Append(Batches.From(Producer, 20)).BaseOffset);
    }

    [Fact]
    public void A_producer_that_was_not_seen_for_long_is_forgotten()
    {
        var fixture = new PartitionFixture(new PartitionOptions { ProducerExpiration = TimeSpan.FromHours(1), UpkeepInterval = TimeSpan.FromMinutes(5) });
        fixture.Append(Batches.From(Producer, 0));
        fixture.Pass(TimeSpan.FromMinutes(50));
        fixture.Append(Batches.From(8, 0));
        fixture.Pass(TimeSpan.FromMinutes(16));
        Assert.Equal(8, fixture.Describe().Producers.Single().ProducerId);
        Assert.Equal(2, fixture.Append(Batches.From(Producer, 5)).BaseOffset);
    }

    private void Take(int sequence, int count = 1, short epoch = 0, long offset = 0)
    {
        var answer = _fixture.Append(Batches.From(Producer, sequence, epoch, count));
        Assert.Equal((ErrorCode.None, offset), (answer.ErrorCode, answer.BaseOffset));
    }

    private void Refuse(ErrorCode error, int sequence, int count = 1, short epoch = 0)
    {
        var before = _fixture.HighWatermark;
        Assert.Equal(error, _fixture.Append(Batches.From(Producer, sequence, epoch, count)).ErrorCode);
        Assert.Equal(before, _fixture.HighWatermark);
    }
}
