using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Logs;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Local;

public sealed class LocalBehaviourTests : IAsyncLifetime
{
    private readonly CrashDisk _disk = new();
    private readonly LocalHost _host;

    public LocalBehaviourTests() => _host = LocalHost.On(_disk);

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_flush_of_nothing_completes_at_once_and_flushes_made_together_share_one()
    {
        await using var log = await _host.OpenAsync();
        Assert.True(log.FlushAsync(default).AsTask().IsCompletedSuccessfully);
        await Batches.FillAsync(log, 1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => log.FlushAsync(default).AsTask()));
        Assert.Equal(1, _disk.Flushes);
        Assert.True(log.FlushAsync(default).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_newest_batches_are_read_without_the_disk_and_without_a_copy()
    {
        await using var log = await _host.OpenAsync();
        var batches = await Batches.FillAsync(log, 3);
        var read = log.ReadAsync(2, 1000, true, default).AsTask();
        Assert.True(read.IsCompletedSuccessfully);
        Assert.Equal(batches[2].Bytes, (await read).First);
    }

    [Fact]
    public async Task The_memory_for_the_newest_batches_is_bounded()
    {
        _host.Options = new() { TailCacheBytesPerLog = 1000 };
        await _host.RestartAsync();
        await using var log = await _host.OpenAsync();
        var batches = await Batches.FillAsync(log, 20, 200);
        Assert.NotEqual(batches[15].Bytes, (await log.ReadAsync(15, 1, true, default)).First);
        Assert.Equal(batches[17].Bytes, (await log.ReadAsync(17, 1, true, default)).First);
        Assert.Equal(Batches.Concat(batches.Skip(10)), (await log.ReadAsync(10, int.MaxValue, true, default)).ToArray());
    }

    [Fact]
    public async Task Files_lie_where_Kafka_people_look_for_them_and_hold_Kafkas_batches()
    {
        var log = await _host.OpenAsync();
        var batches = await Batches.FillAsync(log, 10, 100);
        await log.DisposeAsync();
        var files = _host.SegmentFiles();
        Assert.Equal(Path.Combine(_host.Folder, "topics", "orders", "TTyfEGb1TJKLfGscnw0qEQ", "3", "00000000000000000000.log"), files[0]);
        Assert.Equal(Batches.Concat(batches), files.SelectMany(File.ReadAllBytes));
    }

    [Fact]
    public async Task Readers_see_only_whole_truths_while_batches_come_and_go()
    {
        _host.Options = new() { TailCacheBytesPerLog = 3000, MaxOpenSegments = 2 };
        await _host.RestartAsync();
        await using var log = await _host.OpenAsync();
        using var stop = new CancellationTokenSource();
        var started = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource()).ToArray();
        var readers = started.Select((first, seed) => Task.Run(() => ReadAsync(log, new Random(seed), first, stop.Token))).ToArray();
        for (var i = 0; i < 60 || !started.All(first => first.Task.IsCompleted); i++)
        {
            await Batches.FillAsync(log, 20, 100);
            await log.ApplyRetentionAsync(new RetentionLimits(-1, 6000), 0, default);
            if (readers.Any(reader => reader.IsFaulted))
                break;
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void The_disk_is_described()
    {
        var usage = _host.Storage.DescribeDisk();
        Assert.Equal(_host.Folder, usage.Path);
        Assert.InRange(usage.UsableBytes, 1, usage.TotalBytes);
    }

    [Fact]
    public async Task However_many_segments_are_read_few_files_stay_open()
    {
        _host.Options = new() { TailCacheBytes = 0, MaxOpenSegments = 3 };
        await _host.RestartAsync();
        await using var log = await _host.OpenAsync();
        await Batches.FillAsync(log, 100, 200);
        await log.FlushAsync(default);
        Assert.Equal(100, (await log.ReadAsync(0, int.MaxValue, true, default)).Length / Batches.Make(0, 1, 200).Bytes.Length);
        // The newest segments of the log and of the journal are always open.
        Assert.InRange(_disk.OpenFiles, 1, 3 + 2);
    }

    [Fact]
    public void A_segment_that_is_deleted_before_it_is_kept_open_is_closed()
    {
        var cache = new SegmentCache(_disk, maxFiles: 10, maxIndexBytes: 1 << 20);
        var segment = new Segment(new LogFolder(_host.Folder), baseOffset: 0, createdMs: 0);
        var before = _disk.OpenFiles;
        var open = new OpenSegment(_disk.OpenOrCreate(segment.LogPath), segment.LogPath, new SegmentIndex(0));
        cache.Drop(segment);
        cache.Add(segment, open);
        Assert.Equal(before, _disk.OpenFiles);
    }

    private static async Task ReadAsync(IRecordLog log, Random random, TaskCompletionSource first, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (start, end, _) = log.Bounds;
            var offset = random.NextInt64(start, end + 1);
            try
            {
                var expected = offset;
                var read = await log.ReadAsync(offset, 2000, true, default);
                foreach (var batch in Protocol.Records.RecordBatches.Enumerate(read))
                {
                    Assert.Equal(expected, batch.Header.BaseOffset);
                    Assert.Equal(Batches.Make(expected, 1, 100, 1000 + expected).Bytes.ToArray(), batch.Bytes.ToArray());
                    expected++;
                    first.TrySetResult();
                }

                if (await log.FindByTimestampAsync(1000 + offset, default) is { } found)
                    Assert.True(found >= offset, "found before its time");
            }
            catch (ArgumentOutOfRangeException)
            {
                Assert.True(offset < log.Bounds.StartOffset, "refused what is there");
            }
        }
    }
}
