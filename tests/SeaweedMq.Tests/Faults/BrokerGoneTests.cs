using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Tests.Support;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.SeaweedMq.Tests.Faults;

/// <summary>A broker that is killed, hangs or loses connections costs time, and no batch that was acknowledged.</summary>
public sealed class BrokerGoneTests
{
    // The broker writes nothing out by itself while a test runs.
    private static readonly StandInOptions s_slow = new() { FlushInterval = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task What_a_killed_broker_had_in_its_memory_is_sent_again_under_the_same_offsets()
    {
        await using var owned = await OwnedLog.OpenAsync(s_slow, options => options with { FlushInterval = TimeSpan.FromMinutes(1) });
        await owned.AppendAsync(50);
        owned.Weed.Broker.Kill();
        owned.Weed.Broker.Start();
        await owned.AppendAsync(50);
        await owned.AssertWholeAsync();
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
        await owned.AppendAsync(3);
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task The_offsets_of_the_broker_may_leave_a_hole_or_be_given_twice()
    {
        await using var owned = await OwnedLog.OpenAsync();
        for (var kill = 0; kill < 4; kill++)
        {
            await owned.AppendAsync(20);
            owned.Weed.Filer.FailWrites(true);
            await owned.AppendAsync(20);
            if (kill % 2 == 0)
                owned.Weed.Broker.NoteOffsetsDown();
            owned.Weed.Broker.Kill();
            owned.Weed.Filer.FailWrites(false);
            owned.Weed.Broker.Start();
        }

        await owned.AppendAsync(20);
        await owned.AssertWholeAsync();
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task Appends_wait_while_there_is_no_broker_and_reads_go_on()
    {
        await using var owned = await OwnedLog.OpenAsync();
        await owned.AppendAsync(10);
        owned.Weed.Broker.Kill();
        var waiting = owned.AppendAsync();
        Assert.Equal(10, owned.Log.Bounds.EndOffset);
        Assert.False((await owned.Log.ReadAsync(0, 1000, true, default)).IsEmpty);
        Assert.False(waiting.IsCompleted);
        owned.Weed.Broker.Start();
        await waiting;
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task A_broken_connection_to_a_broker_that_lives_leaves_repetitions_that_nobody_sees()
    {
        await using var owned = await OwnedLog.OpenAsync(s_slow, options => options with { FlushInterval = TimeSpan.FromMinutes(1) });
        for (var i = 0; i < 5; i++)
        {
            await owned.AppendAsync(20);
            owned.Weed.Broker.BreakStreams();
        }

        await owned.AppendAsync(20);
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task A_broker_that_hangs_is_given_up_and_tried_again()
    {
        await using var owned = await OwnedLog.OpenAsync(change: options => options with { CallTimeout = TimeSpan.FromSeconds(1) });
        await owned.AppendAsync(10);
        owned.Weed.Broker.Hang();
        var waiting = owned.AppendAsync();
        var calls = owned.Weed.Broker.Calls("GetTopicConfiguration");
        await Eventually.Async(() => owned.Weed.Broker.Calls("GetTopicConfiguration") > calls);
        Assert.False(waiting.IsCompleted);
        owned.Weed.Broker.Resume();
        await waiting;
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task A_log_cannot_be_opened_where_no_broker_answers_and_that_is_said()
    {
        await using var owned = await OwnedLog.OpenAsync(change: options => options with { CallTimeout = TimeSpan.FromSeconds(1) });
        await owned.AppendAsync(3);
        owned.Weed.Broker.Kill();
        var failure = await Assert.ThrowsAsync<StorageException>(
            async () => await owned.NewProcess().OpenAsync(LogHost.Key, 1, LogHost.Small, default).AsTask().WaitAsync(OwnedLog.Patience));
        Assert.NotEmpty(failure.Message);
        owned.Weed.Broker.Start();
    }

    [Fact]
    public async Task Closing_a_log_has_the_broker_write_it_out_so_that_its_end_loses_nothing()
    {
        await using var owned = await OwnedLog.OpenAsync(s_slow, options => options with { FlushInterval = TimeSpan.FromMinutes(1) });
        await owned.AppendAsync(30);
        await owned.Log.DisposeAsync();
        owned.Weed.Broker.Kill();
        owned.Weed.Broker.Start();
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
    }
}
