using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

/// <summary>What every engine promises where two believe to be the owner.</summary>
public abstract class FencingContract(LogHost host) : IAsyncLifetime
{
    public Task InitializeAsync() => host.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_later_owner_sees_all_of_the_earlier_one_who_changes_nothing_any_more()
    {
        await using var earlier = await host.OpenAsync(epoch: 1);
        var batches = await Batches.FillAsync(earlier, 30, 100, epoch: 1);
        await using var later = await host.OpenElsewhereAsync(2);
        await AssertFencedAsync(earlier);
        Assert.Equal(30, later.Bounds.EndOffset);
        batches.AddRange(await Batches.FillAsync(later, 30, 100, epoch: 2));
        await AssertFencedAsync(earlier);
        Assert.Equal(Batches.Concat(batches), (await later.ReadAsync(0, int.MaxValue, true, default)).ToArray());
        Assert.Equal([new(1, 0), new(2, 30)], later.Epochs);
        await later.FlushAsync(default);
        await later.ConfirmAsync(default);
    }

    [Fact]
    public async Task Ownership_is_confirmed_until_there_is_a_later_owner()
    {
        await using var earlier = await host.OpenAsync(epoch: 4);
        await earlier.ConfirmAsync(default);
        await Batches.FillAsync(earlier, 3);
        await earlier.ConfirmAsync(default);
        await using var later = await host.OpenElsewhereAsync(7);
        var fenced = await Assert.ThrowsAsync<FencedException>(async () => await earlier.ConfirmAsync(default));
        Assert.Contains("orders-3", fenced.Message);
        Assert.Contains("epoch 4", fenced.Message);
        Assert.Contains("epoch 7", fenced.Message);
        await later.ConfirmAsync(default);
    }

    [Fact]
    public async Task An_epoch_lower_than_one_that_has_opened_before_is_refused_and_disturbs_nobody()
    {
        await using var newest = await host.OpenAsync(epoch: 5);
        await Batches.FillAsync(newest, 3);
        await Assert.ThrowsAsync<FencedException>(async () => await host.OpenElsewhereAsync(4));
        await newest.ConfirmAsync(default);
        await Batches.FillAsync(newest, 3);
        await newest.DisposeAsync();
        await Assert.ThrowsAsync<FencedException>(async () => await host.OpenElsewhereAsync(4));
        await using var again = await host.OpenElsewhereAsync(5);
        Assert.Equal(6, again.Bounds.EndOffset);
    }

    [Fact]
    public async Task An_equal_epoch_takes_over()
    {
        await using var earlier = await host.OpenAsync(epoch: 5);
        await Batches.FillAsync(earlier, 3);
        await using var later = await host.OpenElsewhereAsync(5);
        await AssertFencedAsync(earlier);
        await Batches.FillAsync(later, 3);
        Assert.Equal(6, later.Bounds.EndOffset);
    }

    [Fact]
    public async Task Closing_an_earlier_owner_disturbs_no_later_one()
    {
        var earlier = await host.OpenAsync(epoch: 1);
        await Batches.FillAsync(earlier, 12, 300);
        await using var later = await host.OpenElsewhereAsync(2);
        await earlier.DisposeAsync();
        await later.ConfirmAsync(default);
        await Batches.FillAsync(later, 12, 300);
        await later.FlushAsync(default);
        Assert.Equal(24, later.Bounds.EndOffset);
    }

    [Fact]
    public async Task An_earlier_owner_reads_a_beginning_of_the_log_or_is_told_so()
    {
        await using var earlier = await host.OpenAsync(epoch: 1);
        var batches = await Batches.FillAsync(earlier, 30, 100, epoch: 1);
        await using var later = await host.OpenElsewhereAsync(2);
        await AssertPrefixAsync(earlier, batches);
        await Batches.FillAsync(later, 30, 100, epoch: 2);
        await AssertPrefixAsync(earlier, batches);
        await later.TrimAsync(25, default);
        await later.FlushAsync(default);
        await AssertPrefixAsync(earlier, batches);
        await later.TrimAsync(55, default);
        await AssertPrefixAsync(earlier, batches);
        Assert.InRange(earlier.Bounds.EndOffset, 0, 30);
    }

    [Fact]
    public async Task Owners_that_follow_one_another_quickly_leave_one_log()
    {
        var all = new List<LogBatch>();
        var owners = new List<IRecordLog>();
        for (var epoch = 0; epoch < 20; epoch++)
        {
            var owner = await host.OpenElsewhereAsync(epoch);
            owners.Add(owner);
            Assert.Equal(all.Count, owner.Bounds.EndOffset);
            all.AddRange(await Batches.FillAsync(owner, 7, 100, epoch: epoch));
            foreach (var former in owners.SkipLast(1))
                await Assert.ThrowsAsync<FencedException>(async () => await former.AppendAsync([Batches.Make(former.Bounds.EndOffset)], default));
        }

        Assert.Equal(Batches.Concat(all), (await owners[^1].ReadAsync(0, int.MaxValue, true, default)).ToArray());
        foreach (var owner in owners)
            await owner.DisposeAsync();
    }

    [Fact]
    public async Task Of_owners_that_append_at_the_same_time_every_acknowledged_batch_is_there_once()
    {
        var acknowledged = new List<(long Offset, byte[] Bytes)>();
        var owners = Enumerable.Range(0, 8).Select(epoch => Task.Run(async () =>
        {
            await using var log = await host.OpenElsewhereAsync(epoch);
            for (var i = 0; i < 50; i++)
            {
                var batch = Batches.Make(log.Bounds.EndOffset, 1, 50 + i, epoch: epoch);
                await log.AppendAsync([batch], default);
                lock (acknowledged)
                    acknowledged.Add((batch.BaseOffset, batch.Bytes.ToArray()));
                if (i % 10 == 0)
                    await log.FlushAsync(default);
            }
        })).ToList();
        foreach (var owner in owners)
        {
            if (await Record.ExceptionAsync(() => owner) is { } failure and not FencedException)
                Assert.Fail(failure.ToString());
        }

        await using var reader = await host.OpenAsync(epoch: 100);
        Assert.Equal(acknowledged.Count, acknowledged.DistinctBy(batch => batch.Offset).Count());

        // One that was under way when a later owner came may have failed and be there.
        Assert.InRange(reader.Bounds.EndOffset, acknowledged.Count, acknowledged.Count + owners.Count);
        foreach (var (offset, bytes) in acknowledged)
            Assert.Equal(bytes, (await reader.ReadAsync(offset, 1, true, default)).ToArray());
    }

    [Fact]
    public async Task Deleting_a_log_locks_out_who_has_it_open()
    {
        await using var open = await host.OpenAsync(epoch: 3);
        var batches = await Batches.FillAsync(open, 30, 100);
        await host.DeleteElsewhereAsync();
        await AssertFencedAsync(open);
        await AssertPrefixAsync(open, batches);
        await using var anew = await host.OpenAsync(epoch: 0);
        Assert.Equal(new LogBounds(0, 0, 0), anew.Bounds);
        await AssertFencedAsync(open);
        await Batches.FillAsync(anew, 3);
    }

    private static async Task AssertFencedAsync(IRecordLog log)
    {
        var end = log.Bounds.EndOffset;
        await Assert.ThrowsAsync<FencedException>(async () => await log.ConfirmAsync(default));
        await Assert.ThrowsAsync<FencedException>(async () => await log.AppendAsync([Batches.Make(end)], default));
        await Assert.ThrowsAsync<FencedException>(async () => await log.FlushAsync(default));
        await Assert.ThrowsAsync<FencedException>(async () => await log.TrimAsync(0, default));
        await Assert.ThrowsAsync<FencedException>(async () => await log.TrimAsync(end, default));
        await Assert.ThrowsAsync<FencedException>(async () => await log.ApplyRetentionAsync(new RetentionLimits(-1, -1), 0, default));
        await Assert.ThrowsAsync<FencedException>(async () => await log.ApplyRetentionAsync(new RetentionLimits(0, 0), long.MaxValue, default));
        await Assert.ThrowsAsync<FencedException>(async () => await log.SaveSnapshotAsync(new LogSnapshot(0, default), default));
        log.Configure(LogHost.Small);
        Assert.Equal(end, log.Bounds.EndOffset);
    }

    private static async Task AssertPrefixAsync(IRecordLog log, List<LogBatch> batches)
    {
        for (var offset = 0; offset < batches.Count; offset += 5)
        {
            try
            {
                var read = await log.ReadAsync(offset, int.MaxValue, true, default);
                Assert.Equal(Batches.Concat(batches.Skip(offset)), read.ToArray());
                await log.FindByTimestampAsync(batches[offset].MaxTimestamp, default);
            }
            catch (FencedException)
            {
                // As good.
            }
        }
    }
}
