using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Local;

public class PowerFailureTests
{
    private static readonly SegmentLayout OneSegment = new(1 << 20, long.MaxValue, 200);

    [Fact]
    public async Task A_log_that_was_trimmed_behind_its_last_flush_can_be_opened()
    {
        var disk = new CrashDisk();
        await using var host = LocalHost.On(disk);
        await host.StartAsync();
        await using var log = await host.OpenAsync(OneSegment);
        await Batches.FillAsync(log, 3);
        await log.FlushAsync(default);
        await Batches.FillAsync(log, 3);
        await log.TrimAsync(5, default);

        await using var copy = host.CopyAsCrashed();
        disk.LosePower(host.Folder, copy.Folder);
        await copy.StartAsync();
        await using var again = await copy.OpenAsync(OneSegment);
        Assert.Equal(5, again.Bounds.StartOffset);
        Assert.Equal(6, again.Bounds.EndOffset);
    }

    [Fact]
    public async Task Epochs_go_with_the_batches_that_they_wrote()
    {
        var disk = new CrashDisk();
        await using var host = LocalHost.On(disk);
        await host.StartAsync();
        var log = await host.OpenAsync(epoch: 6);
        await Batches.FillAsync(log, 11, 100, epoch: 6);
        await log.FlushAsync(default);
        await Batches.FillAsync(log, 2, 100, epoch: 6);
        await using var next = await host.OpenAsync(epoch: 7);
        await Batches.FillAsync(next, 1, 100, epoch: 7);
        var start = await next.ApplyRetentionAsync(new RetentionLimits(-1, next.Bounds.SizeBytes / 2), 0, default);
        Assert.InRange(start, 1, 10);

        await using var copy = host.CopyAsCrashed();
        disk.LosePower(host.Folder, copy.Folder);
        await copy.StartAsync();
        await using var again = await copy.OpenAsync(epoch: 8);
        Assert.Equal(11, again.Bounds.EndOffset);
        await Batches.FillAsync(again, 1, epoch: 8);
        Assert.Equal([new(6, start), new(8, 11)], again.Epochs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_flushed_after_a_flush_that_failed_is_on_the_disk_with_all_before_it(bool elsewhere)
    {
        var disk = new ForgetfulDisk();
        await using var host = LocalHost.On(disk);
        await host.StartAsync();
        await using (var log = await host.OpenAsync(OneSegment))
        {
            await Batches.FillAsync(log, 2);
            await log.FlushAsync(default);
            await Batches.FillAsync(log, 1);
            disk.FailsNextFlush = true;
            await Assert.ThrowsAsync<StorageException>(async () => await log.FlushAsync(default));
        }

        if (elsewhere)
            await host.RestartAsync();
        await using var again = await host.OpenAsync(OneSegment, 1);
        await Batches.FillAsync(again, 1, epoch: 1);
        await again.FlushAsync(default);

        await using var copy = host.CopyAsCrashed();
        disk.LosePower(host.Folder, copy.Folder);
        await copy.StartAsync();
        await using var recovered = await copy.OpenAsync(OneSegment, 2);
        Assert.Equal(4, recovered.Bounds.EndOffset);
    }
}
