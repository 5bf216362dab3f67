using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Local;

/// <summary>
/// Appends over several segments, flushes, trims, retention, reads and closings at the same time, on a disk that fails somewhere, for good or once;
/// then the machine ends. Which threads meet where is chance; what they do comes from a seed.
/// </summary>
public sealed class LogUnderLoadTests
{
    private const int Seeds = 50;
    private const int Lives = 3;
    private const int Appends = 25;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Whatever_fails_meanwhile_nothing_acknowledged_is_lost_and_the_log_can_be_opened(bool losesPower, bool failsOnce)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var disk = new CrashDisk(random.Next(20, 160)) { IsTransient = failsOnce };
            await using var host = LocalHost.On(disk);
            host.Options = LocalHost.Uncached;
            var model = new Model();
            try
            {
                await host.StartAsync();
                for (var epoch = 0; epoch < Lives; epoch++)
                    await LiveAsync(host, epoch, model, random);
            }
            catch (StorageException failure) when (failure.Message.Contains("injected", StringComparison.Ordinal))
            {
                Assert.True(disk.HasFailed);
            }

            await using var copy = host.CopyAsCrashed();
            if (losesPower)
                disk.LosePower(host.Folder, copy.Folder);
            await copy.StartAsync();
            await using var log = await copy.OpenAsync(epoch: Lives);
            await model.CheckAsync(log, losesPower ? model.Flushed : model.Appended, $"seed {seed}");
            Assert.Equal(log.Epochs.OrderBy(epoch => epoch.StartOffset), log.Epochs);
        }
    }

    /// <summary>One owner of the log. It ends when all is appended, when the disk fails, or by being closed in the middle.</summary>
    private static async Task LiveAsync(LocalHost host, int epoch, Model model, Random random)
    {
        await using var log = await host.OpenAsync(epoch: epoch);
        await model.CheckAsync(log, model.Appended, $"epoch {epoch}");
        model.GoOnFrom(log.Bounds.EndOffset);
        using var done = new CancellationTokenSource();
        var (writes, trims) = (new Random(random.Next()), new Random(random.Next()));
        var closesAfter = random.Next(2) == 0 ? random.Next(Appends) : Appends;
        await Task.WhenAll(
            Task.Run(() => AppendAsync(log, epoch, model, writes, closesAfter, done)),
            RepeatAsync(async () => await FlushAsync(log, model), done.Token),
            RepeatAsync(async () => await CutAsync(log, model, trims), done.Token),
            RepeatAsync(async () => await ReadAsync(log), done.Token));
    }

    private static async Task AppendAsync(IRecordLog log, int epoch, Model model, Random random, int closesAfter, CancellationTokenSource done)
    {
        try
        {
            for (var i = 0; i < Appends; i++)
            {
                if (i == closesAfter)
                    await log.DisposeAsync();
                var batches = model.Next(random.Next(1, 12), random, epoch);
                await log.AppendAsync(batches, default);
                model.Appended = batches[^1].LastOffset + 1;
            }
        }
        catch (StorageException)
        {
            // The disk has failed, or the log is closed.
        }

        await done.CancelAsync();
    }

    private static Task RepeatAsync(Func<Task> work, CancellationToken done) => Task.Run(
        async () =>
        {
            try
            {
                while (!done.IsCancellationRequested)
                {
                    try
                    {
                        await work();
                    }
                    catch (ArgumentOutOfRangeException)
                    {
                        // Trimmed between two calls.
                    }

                    await Task.Yield();
                }
            }
            catch (StorageException)
            {
                // The disk has failed, or the log is closed.
            }
        },
        CancellationToken.None);

    private static async Task FlushAsync(IRecordLog log, Model model)
    {
        var end = model.Appended;
        await log.FlushAsync(default);
        model.Flushed = Math.Max(model.Flushed, end);
    }

    private static async Task CutAsync(IRecordLog log, Model model, Random random)
    {
        if (random.Next(2) == 0)
        {
            var start = Math.Max(0, model.Appended - random.Next(10));
            await log.TrimAsync(start, default);
            model.Start = Math.Max(model.Start, start);
        }
        else
        {
            model.Start = Math.Max(model.Start, await log.ApplyRetentionAsync(new RetentionLimits(-1, random.Next(4000)), 0, default));
        }
    }

    private static async Task ReadAsync(IRecordLog log)
    {
        var start = log.Bounds.StartOffset;
        await log.ReadAsync(start, 3000, true, default);
        await log.FindByTimestampAsync(1000 + start, default);
        await log.FindMaxTimestampAsync(default);
    }

    /// <summary>What must be left. Each figure has one writer at a time.</summary>
    private sealed class Model
    {
        private readonly List<LogBatch> _tried = [];
        private long _appended;

        public long Appended
        {
            get => Volatile.Read(ref _appended);
            set => Volatile.Write(ref _appended, value);
        }

        public long Flushed { get; set; }

        public long Start { get; set; }

        public LogBatch[] Next(int count, Random random, int epoch)
        {
            LogBatch[] next = [.. Enumerable.Range(_tried.Count, count).Select(offset => Batches.Make(offset, 1, random.Next(10, 300), 1000 + offset, epoch))];
            _tried.AddRange(next);
            return next;
        }

        /// <summary>Of an append that failed, whole batches may be left.</summary>
        public void GoOnFrom(long end)
        {
            _tried.RemoveRange((int)end, _tried.Count - (int)end);
            Appended = end;
        }

        public async Task CheckAsync(IRecordLog log, long acknowledged, string where)
        {
            var (start, end) = (log.Bounds.StartOffset, log.Bounds.EndOffset);
            Assert.True(end >= acknowledged && end <= _tried.Count, $"{where}: {acknowledged} were acknowledged and {_tried.Count} tried, {end} are left");
            Assert.True(start >= Start, $"{where}: what was trimmed below {Start} is back from {start} on");
            var held = start == end ? [] : (await log.ReadAsync(start, int.MaxValue, true, default)).ToArray();
            Assert.True(held.AsSpan().SequenceEqual(Batches.Concat(_tried.Take((int)end).Skip((int)start))), $"{where}: offsets {start} to {end} hold something else");
        }
    }
}
