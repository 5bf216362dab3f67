using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

/// <summary>What every engine promises of trimming, retention and timestamps.</summary>
public abstract class RetentionContract(LogHost host) : IAsyncLifetime
{
    protected LogHost Host { get; } = host;

    public Task InitializeAsync() => Host.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Trimming_raises_the_start_and_frees_whole_segments()
    {
        await using var log = await Host.OpenAsync();
        var batches = await Batches.FillAsync(log, 50, 100);
        var full = log.Bounds.SizeBytes;
        await log.TrimAsync(1, default);
        Assert.Equal(new LogBounds(1, 50, full), log.Bounds);
        await log.TrimAsync(30, default);
        Assert.InRange(log.Bounds.SizeBytes, 20 * batches[0].Bytes.Length, 20 * batches[0].Bytes.Length + 1000);
        Assert.Equal(Batches.Concat(batches.Skip(30)), (await log.ReadAsync(30, int.MaxValue, false, default)).ToArray());
        await log.TrimAsync(5, default);
        Assert.Equal(30, log.Bounds.StartOffset);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.TrimAsync(51, default));
    }

    [Fact]
    public async Task Trimming_everything_leaves_an_empty_log_that_goes_on_at_its_end()
    {
        var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 20, 100);
        await log.TrimAsync(20, default);
        Assert.Equal(new LogBounds(20, 20, 0), log.Bounds);
        await log.DisposeAsync();
        await Host.RestartAsync();
        await using var again = await Host.OpenAsync();
        Assert.Equal(new LogBounds(20, 20, 0), again.Bounds);
        var more = await Batches.FillAsync(again, 2);
        Assert.Equal(Batches.Concat(more), (await again.ReadAsync(20, int.MaxValue, false, default)).ToArray());
    }

    [Fact]
    public async Task Retention_by_size_keeps_at_least_the_size_asked_for()
    {
        await using var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 100, 100);
        var start = await log.ApplyRetentionAsync(new RetentionLimits(-1, 3000), Host.Clock.NowMs, default);
        Assert.Equal(start, log.Bounds.StartOffset);
        Assert.InRange(log.Bounds.SizeBytes, 3000, 3999);
        Assert.Equal(100, log.Bounds.EndOffset);
        Assert.Equal(start, await log.ApplyRetentionAsync(new RetentionLimits(-1, -1), Host.Clock.NowMs, default));
    }

    [Fact]
    public async Task Retention_by_time_deletes_segments_whose_newest_record_is_too_old()
    {
        await using var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 100, 100, offset => offset * 1000);
        var start = await log.ApplyRetentionAsync(new RetentionLimits(50_000, -1), 100_000, default);
        Assert.InRange(start, 40, 50);
        Assert.Equal(100, await log.ApplyRetentionAsync(new RetentionLimits(50_000, -1), 1_000_000, default));
        Assert.Equal(new LogBounds(100, 100, 0), log.Bounds);
        await Batches.FillAsync(log, 1);
    }

    [Fact]
    public async Task Segments_without_timestamps_age_from_their_last_write()
    {
        await using var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 20, 100, _ => -1);
        Assert.Equal(0, await log.ApplyRetentionAsync(new RetentionLimits(1000, -1), Host.Clock.NowMs + 500, default));
        Assert.Equal(20, await log.ApplyRetentionAsync(new RetentionLimits(1000, -1), Host.Clock.NowMs + 1500, default));
    }

    [Fact]
    public async Task A_segment_ends_when_its_records_span_the_segment_time()
    {
        await using var log = await Host.OpenAsync(new SegmentLayout(1 << 20, SegmentMs: 10_000, 4096));
        await Batches.FillAsync(log, 40, 10, offset => offset * 1000);
        Assert.Equal(22, await log.ApplyRetentionAsync(new RetentionLimits(10_000, -1), 40_000, default));
    }

    [Fact]
    public async Task Changed_segment_settings_act_from_the_next_append_on()
    {
        await using var log = await Host.OpenAsync(new SegmentLayout(1 << 20, long.MaxValue, 4096));
        await Batches.FillAsync(log, 20, 100);
        log.Configure(LogHost.Small);
        await Batches.FillAsync(log, 20, 100);
        Assert.InRange(await log.ApplyRetentionAsync(new RetentionLimits(-1, 1000), Host.Clock.NowMs, default), 20, 35);
    }

    [Fact]
    public async Task Offsets_are_found_by_timestamp_in_offset_order_whatever_the_order_of_timestamps()
    {
        await using var log = await Host.OpenAsync();
        var random = new Random(7);
        var batches = await Batches.FillAsync(log, 100, 60, _ => random.Next(10_000));
        foreach (var start in new long[] { 0, 13, 60 })
        {
            await log.TrimAsync(start, default);
            var live = batches.Where(batch => batch.BaseOffset >= start).ToList();
            for (var timestamp = -1; timestamp < 10_100; timestamp += 97)
            {
                var expected = live.Where(batch => batch.MaxTimestamp >= timestamp).Select(batch => (long?)batch.BaseOffset).FirstOrDefault();
                Assert.Equal(expected, await log.FindByTimestampAsync(timestamp, default));
            }

            Assert.Equal(live.MaxBy(batch => batch.MaxTimestamp).BaseOffset, await log.FindMaxTimestampAsync(default));
        }
    }

    [Fact]
    public async Task The_first_of_equal_greatest_timestamps_is_found()
    {
        await using var log = await Host.OpenAsync();
        await Batches.FillAsync(log, 60, 60, offset => offset is 17 or 18 or 50 ? 9000 : 10);
        Assert.Equal(17, await log.FindMaxTimestampAsync(default));
        await log.TrimAsync(19, default);
        Assert.Equal(50, await log.FindMaxTimestampAsync(default));
    }
}
