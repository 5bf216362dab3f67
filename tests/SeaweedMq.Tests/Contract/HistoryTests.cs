using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Tests.Support;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.SeaweedMq.Tests.Contract;

/// <summary>Reading what this process has no longer in its memory.</summary>
public sealed class HistoryTests
{
    // Windows of a few batches, and no batch is kept once it is on the disk.
    private static readonly StandInOptions s_small = new() { FlushInterval = TimeSpan.FromMilliseconds(100), WindowBytes = 4_000 };

    [Theory]
    [InlineData(1, 20, 4_000_000)]
    [InlineData(7, 10, 1_000)]
    [InlineData(100, 2, 150)]
    public async Task Every_offset_is_read_from_the_files_also_at_their_borders(int atOnce, int times, int readBytes)
    {
        await using var owned = await OwnedLog.OpenAsync(s_small, options => options with { TailBytes = 0, ReadBytes = readBytes });
        for (var i = 0; i < times; i++)
        {
            await owned.AppendAsync(atOnce, valueBytes: 300);
            await owned.AllWrittenAsync();

            owned.Time.Advance(TimeSpan.FromSeconds(i % 3));

            // What is noted down here need not be read by the next owner, who must not miss anything behind it.
            await owned.Log.SaveSnapshotAsync(new LogSnapshot(owned.Log.Bounds.EndOffset, default), default);
            if (i % 5 == 4)
                await owned.TakeOverAsync();
        }

        await AssertReadsAsync(owned);
        await owned.TakeOverAsync();
        await AssertReadsAsync(owned);
    }

    [Fact]
    public async Task Every_start_offset_leaves_all_that_is_above_it()
    {
        await using var owned = await OwnedLog.OpenAsync(s_small, options => options with { TailBytes = 0 });
        for (var i = 0; i < 12; i++)
        {
            await owned.AppendAsync(2, valueBytes: 300);
            owned.Time.Advance(TimeSpan.FromSeconds(i % 3));
            await owned.AllWrittenAsync();
            if (i % 3 == 2)
                await owned.TakeOverAsync();
        }

        for (var start = 1; start < 24; start++)
        {
            await owned.Log.TrimAsync(start, default);
            Assert.Equal(Batches.Concat(owned.Acknowledged.Skip(start)), (await owned.Log.ReadAsync(start, int.MaxValue, true, default)).ToArray());
        }

        await owned.TakeOverAsync();
        Assert.Equal((23, 24), (owned.Log.Bounds.StartOffset, owned.Log.Bounds.EndOffset));
    }

    [Fact]
    public async Task Who_reads_one_batch_after_another_has_each_block_read_once_and_who_follows_has_none_read()
    {
        const int Block = 4_000;
        await using var owned = await OwnedLog.OpenAsync(s_small, options => options with { TailBytes = 0, ReadBytes = Block });
        await owned.AppendAsync(200, valueBytes: 300);
        await owned.AllWrittenAsync();
        var before = owned.Weed.Filer.Calls("GET");
        await AssertReadsForwardAsync(owned);
        var blocks = owned.Weed.Filer.Calls("GET") - before;
        Assert.InRange(blocks, 1, (owned.Log.Bounds.SizeBytes / Block * 3 / 2) + (2 * owned.CountFiles()));
        await AssertReadsForwardAsync(owned);
        Assert.Equal(blocks, owned.Weed.Filer.Calls("GET") - before);
    }

    [Fact]
    public async Task However_many_files_there_are_few_are_listed_and_all_offsets_and_times_are_found()
    {
        await using var owned = await OwnedLog.OpenAsync(s_small, options => options with { TailBytes = 0, MaxFileListLength = 20 });
        for (var i = 0; i < 40; i++)
        {
            await owned.AppendAsync(3, valueBytes: 300);
            await owned.AllWrittenAsync();
            owned.Time.Advance(TimeSpan.FromSeconds(2));
            if (i % 9 == 8)
                await owned.TakeOverAsync();
        }

        Assert.True(owned.CountFiles() > 30);
        await AssertReadsForwardAsync(owned);
        await owned.TakeOverAsync();
        Assert.InRange(((SeaweedRecordLog)owned.Log).Ownership.Record.Files.Count, 1, 20);
        await AssertReadsAsync(owned);
        foreach (var batch in owned.Acknowledged)
            Assert.Equal(batch.BaseOffset, await owned.Log.FindByTimestampAsync(batch.MaxTimestamp, default));
        var files = owned.CountFiles();
        await owned.Log.TrimAsync(100, default);
        Assert.InRange(owned.CountFiles(), 1, files / 2);
        Assert.Equal(Batches.Concat(owned.Acknowledged.Skip(100)), (await owned.Log.ReadAsync(100, int.MaxValue, true, default)).ToArray());
    }

    [Fact]
    public async Task What_was_read_is_kept_no_longer_than_there_is_room_for_it()
    {
        const int Block = 1_000;
        await using var owned = await OwnedLog.OpenAsync(s_small, options => options with { TailBytes = 0, ReadBytes = Block, ReadCacheBytes = 3 * Block });
        await owned.AppendAsync(50, valueBytes: 300);
        await owned.AllWrittenAsync();
        await AssertReadsForwardAsync(owned);
        var before = owned.Weed.Filer.Calls("GET");
        await AssertReadsForwardAsync(owned);
        Assert.InRange(owned.Weed.Filer.Calls("GET") - before, 50 * 300 / Block, int.MaxValue);
    }

    [Fact]
    public async Task Times_are_found_in_the_files()
    {
        await using var owned = await OwnedLog.OpenAsync(s_small, options => options with { TailBytes = 0 });
        await owned.AppendAsync(100, valueBytes: 300);
        await owned.AllWrittenAsync();
        await owned.TakeOverAsync();
        foreach (var batch in owned.Acknowledged)
        {
            var first = owned.Acknowledged.First(other => other.MaxTimestamp >= batch.MaxTimestamp);
            Assert.Equal(first.BaseOffset, await owned.Log.FindByTimestampAsync(batch.MaxTimestamp, default));
        }

        Assert.Equal(owned.Acknowledged.MaxBy(batch => batch.MaxTimestamp).BaseOffset, await owned.Log.FindMaxTimestampAsync(default));
        Assert.Null(await owned.Log.FindByTimestampAsync(long.MaxValue, default));
    }

    [Fact]
    public async Task Retention_frees_the_filers_files_and_the_rest_is_read_as_before()
    {
        await using var owned = await OwnedLog.OpenAsync(s_small, options => options with { TailBytes = 0 });

        // Every owner begins a file of his own.
        for (var owner = 0; owner < 3; owner++)
        {
            await owned.AppendAsync(100, valueBytes: 300);
            await owned.AllWrittenAsync();
            await owned.TakeOverAsync();
        }

        var (files, size) = (owned.CountFiles(), owned.Log.Bounds.SizeBytes);
        var start = await owned.Log.ApplyRetentionAsync(new RetentionLimits(-1, size / 2), 0, default);
        Assert.InRange(start, 1, 299);
        Assert.InRange(owned.Log.Bounds.SizeBytes, 1, size - 1);
        Assert.True(owned.CountFiles() < files);
        Assert.Equal(Batches.Concat(owned.Acknowledged.Skip((int)start)), (await owned.Log.ReadAsync(start, int.MaxValue, true, default)).ToArray());
        await owned.TakeOverAsync();
        Assert.Equal((start, 300), (owned.Log.Bounds.StartOffset, owned.Log.Bounds.EndOffset));
        Assert.Equal(Batches.Concat(owned.Acknowledged.Skip((int)start)), (await owned.Log.ReadAsync(start, int.MaxValue, true, default)).ToArray());
        await owned.Log.TrimAsync(300, default);
        Assert.Equal(300, owned.Log.Bounds.StartOffset);
        await owned.AppendAsync();
    }

    private static async Task AssertReadsForwardAsync(OwnedLog owned)
    {
        foreach (var batch in owned.Acknowledged)
            Assert.Equal(batch.Bytes.ToArray(), (await owned.Log.ReadAsync(batch.BaseOffset, 1, true, default)).ToArray());
    }

    private static async Task AssertReadsAsync(OwnedLog owned)
    {
        await owned.AssertWholeAsync();
        foreach (var batch in owned.Acknowledged.AsEnumerable().Reverse())
            Assert.Equal(batch.Bytes.ToArray(), (await owned.Log.ReadAsync(batch.BaseOffset, 1, true, default)).ToArray());
    }
}
