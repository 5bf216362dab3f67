using KafkaGateway.Actors.Partitions;
using KafkaGateway.Protocol;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Actors.Tests.Partitions;

/// <summary>A log that takes its time, as one on a broker that restarts.</summary>
public sealed class SlowLogTests
{
    private const long Producer = 7;

    [Fact]
    public void An_append_is_answered_when_its_producers_time_is_up_and_goes_on()
    {
        var fixture = new PartitionFixture();
        fixture.Faults.Hold(StorageCall.Append);
        var append = fixture.BeginAppend(Batches.From(Producer, 0), acks: 1, timeoutMs: 3_000);
        fixture.Pass(TimeSpan.FromSeconds(2));
        Assert.False(append.IsCompleted);
        fixture.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(ErrorCode.RequestTimedOut, fixture.Answer(append).ErrorCode);

        // The producer sends it again, with the next one behind it.
        var repeat = fixture.BeginAppend(Batches.From(Producer, 0), acks: 1, timeoutMs: 3_000);
        var next = fixture.BeginAppend(Batches.From(Producer, 1), acks: 1, timeoutMs: 3_000);
        fixture.Faults.LetGo(StorageCall.Append);
        Assert.Equal((ErrorCode.None, 0), (fixture.Answer(repeat).ErrorCode, fixture.Answer(repeat).BaseOffset));
        Assert.Equal((ErrorCode.None, 1), (fixture.Answer(next).ErrorCode, fixture.Answer(next).BaseOffset));
        Assert.Equal(2, fixture.HighWatermark);
    }

    [Fact]
    public void So_is_one_that_waits_for_the_disk()
    {
        var fixture = new PartitionFixture();
        fixture.Faults.Hold(StorageCall.Flush);
        var append = fixture.BeginAppend(Batches.Of("a"), timeoutMs: 1_000);
        fixture.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(ErrorCode.RequestTimedOut, fixture.Answer(append).ErrorCode);
        fixture.Faults.LetGo(StorageCall.Flush);
        Assert.Equal(1, fixture.HighWatermark);
    }

    [Fact]
    public void No_more_than_so_many_bytes_wait_and_who_was_refused_may_come_again_in_order()
    {
        var fixture = new PartitionFixture(new PartitionOptions { MaxWaitingBytes = 100 });
        fixture.Append(Batches.From(Producer, 0), acks: 1);
        fixture.Faults.Hold(StorageCall.Append);
        var taken = new[] { fixture.BeginAppend(Batches.From(Producer, 1), acks: 1), fixture.BeginAppend(Batches.From(Producer, 2), acks: 1) };
        Assert.All(taken, append => Assert.False(append.IsCompleted));
        var refused = fixture.BeginAppend(Batches.From(Producer, 3), acks: 1);
        Assert.Equal(ErrorCode.NotEnoughReplicas, fixture.Answer(refused).ErrorCode);
        fixture.Faults.LetGo(StorageCall.Append);
        Assert.All(taken, append => Assert.Equal(ErrorCode.None, fixture.Answer(append).ErrorCode));

        // One that was on its way behind the refused one.
        Assert.Equal(ErrorCode.NotLeaderOrFollower, fixture.Append(Batches.From(Producer, 4), acks: 1).ErrorCode);
        Assert.Equal(3, fixture.Append(Batches.From(Producer, 3), acks: 1).BaseOffset);
        Assert.Equal(4, fixture.Append(Batches.From(Producer, 4), acks: 1).BaseOffset);
    }
}
