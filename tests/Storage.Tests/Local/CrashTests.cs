using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Local;

/// <summary>One history, ended at every single change of the disk.</summary>
public class CrashTests
{
    private readonly List<LogBatch> _appended = [];
    private long _flushed;
    private long _trimmed;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_the_end_comes_nothing_acknowledged_is_lost(bool losesPower)
    {
        var crashes = 0;
        for (var step = 5; ; step++)
        {
            var disk = new CrashDisk(step);
            await using var host = new LocalHost { Disk = disk };
            (_flushed, _trimmed) = (0, 0);
            _appended.Clear();
            try
            {
                await host.StartAsync();
                await RunAsync(host);
            }
            catch (StorageException)
            {
                crashes++;
            }

            await using var copy = host.CopyAsCrashed();
            if (losesPower)
                disk.LosePower(host.Folder, copy.Folder);
            await copy.StartAsync();
            await using var log = await copy.OpenAsync();
            Check(log.Bounds, losesPower ? _flushed : _appended.Count, step);
            var held = await log.ReadAsync(log.Bounds.StartOffset, int.MaxValue, true, default);
            var all = Batches.Concat(_appended.Skip((int)log.Bounds.StartOffset));
            Assert.Equal(all[..(int)Math.Min(held.Length, all.Length)], held.ToArray()[..(int)Math.Min(held.Length, all.Length)]);
            if (!disk.HasFailed)
                break;
        }

        Assert.InRange(crashes, 30, 500);
    }

    private void Check(LogBounds bounds, long acknowledged, int step)
    {
        Assert.True(bounds.StartOffset >= _trimmed, $"step {step}: what was trimmed below {_trimmed} is back from {bounds.StartOffset} on");
        Assert.True(bounds.EndOffset >= acknowledged, $"step {step}: {acknowledged} were acknowledged, {bounds.EndOffset} are left");
    }

    private async Task RunAsync(LocalHost host)
    {
        await using var log = await host.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            var batch = Batches.Make(i, 1, 100, 1000 + i, i / 10);
            await log.AppendAsync([batch], default);
            _appended.Add(batch);
            if (i % 3 == 0)
            {
                await log.FlushAsync(default);
                _flushed = i + 1;
            }

            if (i is 15 or 20)
            {
                // 12 lies before what is flushed, 20 behind it.
                var start = i == 15 ? 12 : 20;
                await log.TrimAsync(start, default);
                _trimmed = start;
            }

            if (i is 28)
                _trimmed = await log.ApplyRetentionAsync(new RetentionLimits(-1, 1000), 0, default);
            if (i is 33)
            {
                await log.FlushAsync(default);
                await log.TrimAsync(34, default);
                (_flushed, _trimmed) = (34, 34);
            }
        }
    }
}
