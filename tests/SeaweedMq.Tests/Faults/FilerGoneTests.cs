using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Tests.Support;

namespace KafkaGateway.SeaweedMq.Tests.Faults;

/// <summary>Without a filer nobody can be sure to be the owner for longer than a lease; nothing is acknowledged then, and nothing is lost.</summary>
public sealed class FilerGoneTests
{
    [Fact]
    public async Task Without_a_filer_appends_fail_or_wait_and_what_was_acknowledged_is_there_when_it_is_back()
    {
        await using var owned = await OwnedLog.OpenAsync();
        await owned.AppendAsync(20);
        owned.Weed.Filer.Stop();
        await Assert.ThrowsAsync<StorageException>(() => AppendUntilRefusedAsync(owned));
        owned.Weed.Filer.Start();
        await owned.TakeOverAsync();
        Assert.InRange(owned.Log.Bounds.EndOffset, owned.Acknowledged.Count, owned.Acknowledged.Count + 1);
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

    private static async Task AppendUntilRefusedAsync(OwnedLog owned)
    {
        while (true)
            await owned.AppendAsync();
    }
}
