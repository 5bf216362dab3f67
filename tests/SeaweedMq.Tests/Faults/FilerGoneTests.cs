using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Tests.Support;

namespace KafkaGateway.SeaweedMq.Tests.Faults;

/// <summary>Without a filer nobody can be sure to be the owner for longer than a lease; nothing is acknowledged then, and nothing is lost.</summary>
public sealed class FilerGoneTests
{
    [Fact]
    public async Task Without_a_filer_appends_wait_and_what_only_this_process_has_besides_the_broker_stays_there()
    {
        await using var owned = await OwnedLog.OpenAsync(
            new StandInOptions { FlushInterval = TimeSpan.FromMinutes(1) }, options => options with { FlushInterval = TimeSpan.FromMinutes(1) });
        await owned.AppendAsync(20);
        owned.Weed.Filer.Stop();
        using var enough = new CancellationTokenSource();
        var waiting = AppendAsync(owned, enough.Token);

        // Who gets no answer asks a master where the filer is.
        var calls = owned.Weed.MasterCalls("ListClusterNodes");
        await Eventually.Async(() => owned.Weed.MasterCalls("ListClusterNodes") > calls + 2);
        Assert.False(waiting.IsCompleted);

        // The broker ends too.
        owned.Weed.Broker.Kill();
        owned.Weed.Filer.Start();
        owned.Weed.Broker.Start();
        await enough.CancelAsync();
        await waiting.WaitAsync(OwnedLog.Patience);
        await owned.AssertWholeAsync();
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task History_that_the_filer_does_not_give_now_can_be_asked_for_again()
    {
        await using var owned = await OwnedLog.OpenAsync(change: options => options with { TailBytes = 0 });
        await owned.AppendAsync(20);
        await owned.AllWrittenAsync();
        owned.Weed.Filer.Stop();
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await owned.Log.ReadAsync(0, 1000, true, default));
        owned.Weed.Filer.Start();
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task Volumes_that_take_no_writes_stop_nobody_as_long_as_the_broker_takes_messages()
    {
        await using var owned = await OwnedLog.OpenAsync();
        await owned.AppendAsync(20);
        owned.Weed.Filer.FailWrites(true);
        await owned.AppendAsync(20);
        owned.Weed.Filer.FailWrites(false);
        await owned.AppendAsync(20);
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task A_flush_waits_for_the_disk_where_the_settings_want_that()
    {
        await using var owned = await OwnedLog.OpenAsync(change: options => options with { FlushToDisk = true });
        await owned.AppendAsync(5);
        owned.Weed.Filer.FailWrites(true);
        await owned.AppendAsync(5);
        var flush = owned.Log.FlushAsync(default).AsTask();
        Assert.False(flush.IsCompleted);
        owned.Weed.Filer.FailWrites(false);
        await flush.WaitAsync(OwnedLog.Patience);
        owned.Weed.Broker.Kill();
        owned.Weed.Broker.Start();
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
    }

    private static async Task AppendAsync(OwnedLog owned, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
            await owned.AppendAsync();
    }
}
