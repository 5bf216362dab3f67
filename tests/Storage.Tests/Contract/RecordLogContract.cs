using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

/// <summary>What every engine promises of appending, reading and opening.</summary>
public abstract class RecordLogContract(LogHost host) : IAsyncLifetime
{
    protected LogHost Host { get; } = host;

    public Task InitializeAsync() => Host.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task A_new_log_is_empty_and_begins_at_zero()
    {
        await using var log = await Host.OpenAsync();
        Assert.Equal(new LogBounds(0, 0, 0), log.Bounds);
        Assert.Empty(log.Epochs);
        Assert.True((await log.ReadAsync(0, 1000, true, default)).IsEmpty);
        Assert.Null(await log.FindMaxTimestampAsync(default));
        Assert.Null(await log.FindByTimestampAsync(0, default));
        Assert.Null(await log.LoadSnapshotAsync(default));
        await log.FlushAsync(default);
    }

    [Fact]
    public async Task Batches_are_read_as_they_were_appended_byte_for_byte_also_across_segments()
    {
        await using var log = await Host.OpenAsync();
        var batches = await Batches.FillAsync(log, 50, 100);
        var read = await log.ReadAsync(0, int.MaxValue, true, default);
        Assert.Equal(Batches.Concat(batches), read.ToArray());
        Assert.Equal(new LogBounds(0, 50, read.Length), log.Bounds);
    }

    [Fact]
    public async Task A_read_begins_with_the_batch_that_holds_the_offset()
    {
        await using var log = await Host.OpenAsync();
        LogBatch[] batches = [Batches.Make(0, 5), Batches.Make(5, 5), Batches.Make(10, 5)];
        await log.AppendAsync(batches, default);
        for (var offset = 0; offset < 15; offset++)
        {
            var read = await log.ReadAsync(offset, int.MaxValue, false, default);
            Assert.Equal(Batches.Concat(batches[(offset / 5)..]), read.ToArray());
        }
    }

    [Fact]
    public async Task A_read_gives_as_many_whole_batches_as_fit()
    {
        await using var log = await Host.OpenAsync();
        var batches = await Batches.FillAsync(log, 30, 100);
        var size = batches[0].Bytes.Length;
        for (var count = 0; count < 30; count++)
        {
            Assert.Equal(Batches.Concat(batches.Take(count)), (await log.ReadAsync(0, (count + 1) * size - 1, false, default)).ToArray());
            Assert.Equal(Batches.Concat(batches.Skip(7).Take(count)), (await log.ReadAsync(7, count * size, false, default)).ToArray());
        }

        Assert.Equal(batches[3].Bytes.ToArray(), (await log.ReadAsync(3, 1, true, default)).ToArray());
        Assert.True((await log.ReadAsync(3, size - 1, false, default)).IsEmpty);
    }

    [Fact]
    public async Task A_read_outside_of_the_log_is_refused()
    {
        await using var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 3);
        Assert.True((await log.ReadAsync(3, 1000, true, default)).IsEmpty);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.ReadAsync(4, 1000, true, default));
        await log.TrimAsync(2, default);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.ReadAsync(1, 1000, true, default));
    }

    [Fact]
    public async Task Batches_that_do_not_follow_one_another_are_refused_whole()
    {
        await using var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 3);
        var before = log.Bounds;
        foreach (var batches in new LogBatch[][] { [Batches.Make(4)], [Batches.Make(2)], [Batches.Make(3), Batches.Make(5)] })
            await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(batches, default));
        Assert.Equal(before, log.Bounds);
        await Batches.FillAsync(log, 1);
    }

    [Fact]
    public async Task Batches_appended_together_are_all_there()
    {
        await using var log = await Host.OpenAsync();
        var batches = Enumerable.Range(0, 40).Select(i => Batches.Make(i * 3, 3, 50)).ToArray();
        await log.AppendAsync(batches, default);
        await log.AppendAsync([], default);
        Assert.Equal(Batches.Concat(batches), (await log.ReadAsync(0, int.MaxValue, false, default)).ToArray());
    }

    [Fact]
    public async Task A_log_that_is_opened_again_holds_what_it_held()
    {
        var log = await Host.OpenAsync();
        var batches = await Batches.FillAsync(log, 40, 100, epoch: 2);
        batches.AddRange(await Batches.FillAsync(log, 3, 100, epoch: 5));
        await log.TrimAsync(4, default);
        var (bounds, epochs) = (log.Bounds, log.Epochs);
        await log.DisposeAsync();
        await Host.RestartAsync();
        await using var again = await Host.OpenAsync();
        Assert.Equal(bounds, again.Bounds);
        Assert.Equal(epochs, again.Epochs);
        Assert.Equal(Batches.Concat(batches.Skip(4)), (await again.ReadAsync(4, int.MaxValue, false, default)).ToArray());
        await Batches.FillAsync(again, 1);
    }

    [Fact]
    public async Task Epochs_tell_where_each_began_and_follow_the_start_offset()
    {
        await using var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 10, 100, epoch: 1);
        await Batches.FillAsync(log, 10, 100, epoch: 4);
        await Batches.FillAsync(log, 10, 100, epoch: 7);
        Assert.Equal([new(1, 0), new(4, 10), new(7, 20)], log.Epochs);
        await log.TrimAsync(12, default);
        Assert.Equal([new(4, 12), new(7, 20)], log.Epochs);
        await log.TrimAsync(30, default);
        Assert.Equal([new(7, 30)], log.Epochs);
    }

    [Fact]
    public async Task A_log_that_was_closed_is_of_no_use_any_more()
    {
        var log = await Host.OpenAsync();
        await log.DisposeAsync();
        await Assert.ThrowsAsync<StorageException>(async () => await log.AppendAsync([Batches.Make(0)], default));
        await using var next = await Host.OpenAsync();
        await Assert.ThrowsAsync<StorageException>(async () => await log.AppendAsync([Batches.Make(0)], default));
        await next.ConfirmAsync(default);
    }

    [Fact]
    public async Task A_deleted_log_begins_anew_and_its_namesake_is_left_alone()
    {
        var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 20, 100);
        await log.DisposeAsync();
        var namesake = LogHost.Key with { TopicId = Guid.Parse("00000000-0000-0000-0000-000000000001") };
        await using var other = await Host.Storage.Logs.OpenAsync(namesake, 0, LogHost.Small, default);
        await Batches.FillAsync(other, 2);
        Assert.Equal(2, Host.Storage.ListLogs().Count);
        await Host.Storage.Logs.DeleteAsync(LogHost.Key, default);
        await Host.Storage.Logs.DeleteAsync(LogHost.Key, default);
        Assert.Equal([namesake], Host.Storage.ListLogs());
        await using var again = await Host.OpenAsync();
        Assert.Equal(new LogBounds(0, 0, 0), again.Bounds);
        Assert.Equal(2, other.Bounds.EndOffset);
    }

    [Fact]
    public async Task A_snapshot_is_kept_while_it_lies_within_the_log()
    {
        var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 30, 100);
        await log.SaveSnapshotAsync(new LogSnapshot(20, "old"u8.ToArray()), default);
        await log.SaveSnapshotAsync(new LogSnapshot(25, "new"u8.ToArray()), default);
        await log.DisposeAsync();
        await Host.RestartAsync();
        await using var again = await Host.OpenAsync();
        var snapshot = await again.LoadSnapshotAsync(default);
        Assert.Equal(25, snapshot!.Offset);
        Assert.Equal("new"u8.ToArray(), snapshot.State.ToArray());
        await again.TrimAsync(26, default);
        Assert.Null(await again.LoadSnapshotAsync(default));
    }
}
