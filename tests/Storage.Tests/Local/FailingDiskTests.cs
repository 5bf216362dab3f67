using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Logs;
using KafkaGateway.Storage.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Storage.Tests.Local;

public class FailingDiskTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(7, false)]
    [InlineData(20, false)]
    [InlineData(3, true)]
    [InlineData(7, true)]
    [InlineData(19, true)]
    [InlineData(20, true)]
    public async Task A_write_that_fails_leaves_nothing_behind_and_the_log_goes_on_when_it_is_opened_again(int write, bool whileFlushed)
    {
        var disk = new CrashDisk(write) { IsTransient = true, FailsOnlyWrites = true };
        await using var host = LocalHost.On(disk);
        await host.StartAsync();
        var log = await host.OpenAsync();
        if (whileFlushed)
            disk.BeforeWrite = () => log.FlushAsync(default).AsTask().Wait();
        var appended = new List<LogBatch>();
        var failure = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            while (appended.Count < 1000)
            {
                LogBatch[] next = [Batches.Make(appended.Count, 1, 300), Batches.Make(appended.Count + 1, 1, 300), Batches.Make(appended.Count + 2, 1, 300)];
                await log.AppendAsync(next, default);
                appended.AddRange(next);
            }
        });
        Assert.Contains(host.LogFolder, failure.Message);
        Assert.Equal(appended.Count, log.Bounds.EndOffset);
        await Assert.ThrowsAsync<StorageException>(async () => await log.AppendAsync([Batches.Make(appended.Count)], default));
        await Assert.ThrowsAsync<StorageException>(async () => await log.FlushAsync(default));
        await log.DisposeAsync();

        disk.BeforeWrite = null;
        await using var again = await host.OpenAsync();
        Assert.Equal(appended.Count, again.Bounds.EndOffset);
        Assert.Equal(Batches.Concat(appended), (await again.ReadAsync(0, int.MaxValue, true, default)).ToArray());
        await Batches.FillAsync(again, 3);
        await again.FlushAsync(default);
    }

    [Fact]
    public async Task A_flush_that_fails_fails_all_who_wait_for_it_and_the_log_until_it_is_opened_again()
    {
        var disk = new CrashDisk();
        await using var host = new LocalHost { Disk = disk };
        await host.StartAsync();
        var log = await host.OpenAsync();
        await Batches.FillAsync(log, 1);
        disk.FailsFlushes = true;
        var flushes = Enumerable.Range(0, 5).Select(_ => log.FlushAsync(default).AsTask()).ToArray();
        foreach (var flush in flushes)
            await Assert.ThrowsAsync<StorageException>(() => flush);
        await Assert.ThrowsAsync<StorageException>(async () => await log.AppendAsync([Batches.Make(1)], default));
        await log.DisposeAsync();
        disk.FailsFlushes = false;
        await using var again = await host.OpenAsync();
        Assert.Equal(1, again.Bounds.EndOffset);
        await again.FlushAsync(default);
        Assert.Equal(1, disk.Flushes);
    }

    [Fact]
    public async Task A_node_that_ends_closes_the_logs_that_are_still_open()
    {
        await using var host = new LocalHost();
        await host.StartAsync();
        var log = await host.OpenAsync();
        await Batches.FillAsync(log, 5);
        await host.RestartAsync();
        await Assert.ThrowsAsync<StorageException>(async () => await log.AppendAsync([Batches.Make(5)], default));
        await using var again = await host.OpenAsync();
        Assert.Equal(5, again.Bounds.EndOffset);
    }

    [Fact]
    public async Task What_a_node_that_ended_had_open_is_not_opened_by_it_any_more()
    {
        await using var host = new LocalHost();
        await host.StartAsync();
        var ended = host.Storage.Logs;
        await host.RestartAsync();
        var refusal = await Assert.ThrowsAsync<StorageException>(async () => await ended.OpenAsync(LogHost.Key, 5, LogHost.Small, default));
        Assert.Contains(host.Folder, refusal.Message);
        await Assert.ThrowsAsync<StorageException>(async () => await ended.DeleteAsync(LogHost.Key, default));
    }

    [Fact]
    public async Task A_folder_serves_one_process_at_a_time()
    {
        await using var host = new LocalHost();
        await host.StartAsync();
        var refusal = await Assert.ThrowsAsync<StorageException>(() => LocalStorage.OpenAsync(host.Folder, null, NullLogger.Instance));
        Assert.Contains(host.Folder, refusal.Message);
        Assert.Contains("another process", refusal.Message);
        await host.RestartAsync();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await using var host = new LocalHost();
        await host.StartAsync();
        var impossible = Path.Combine(host.Folder, ".lock", "data");
        var refusal = await Assert.ThrowsAsync<StorageException>(() => LocalStorage.OpenAsync(impossible, null, NullLogger.Instance));
        Assert.Contains(impossible, refusal.Message);
    }
}
