using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Logs;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Local;

public sealed class RecoveryTests : IAsyncLifetime
{
    private static readonly SegmentLayout OneSegment = new(1 << 20, long.MaxValue, 200);

    private readonly LocalHost _host = LocalHost.On(new Disk());

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_log_cut_at_any_byte_of_its_last_batches_keeps_every_whole_batch()
    {
        await using var log = await _host.OpenAsync(OneSegment);
        var batches = await Batches.FillAsync(log, 5, 5, epoch: 3);
        var whole = Batches.Concat(batches);
        for (var length = 0; length < whole.Length; length++)
        {
            await using var copy = _host.CopyAsCrashed();
            using (var file = File.OpenHandle(copy.SegmentFiles()[^1], FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.SetLength(file, length);
            await copy.StartAsync();
            await using var again = await copy.OpenAsync(OneSegment);
            var kept = length / batches[0].Bytes.Length;
            Assert.Equal(new LogBounds(0, kept, kept * batches[0].Bytes.Length), again.Bounds);
            Assert.Equal(Batches.Concat(batches.Take(kept)), (await again.ReadAsync(0, int.MaxValue, true, default)).ToArray());
            await again.AppendAsync([Batches.Make(kept, epoch: 4)], default);
            Assert.Equal(kept + 1, again.Bounds.EndOffset);
        }
    }

    [Fact]
    public async Task Damage_before_sound_batches_refuses_the_log_and_names_file_and_position()
    {
        await using var log = await _host.OpenAsync(OneSegment);
        var batches = await Batches.FillAsync(log, 4, 5);
        var size = batches[0].Bytes.Length;
        for (var position = 0; position < 3 * size; position++)
        {
            // The leader epoch is outside of the CRC, as in Kafka.
            if (position % size is >= 12 and < 16)
                continue;
            await using var copy = _host.CopyAsCrashed();
            Flip(copy.SegmentFiles()[0], position);
            var refusal = await copy.AssertRefusedAsync();
            Assert.Contains(copy.SegmentFiles()[0], refusal.Message);
            Assert.Contains($"position {position / size * size}", refusal.Message);
        }
    }

    [Fact]
    public async Task Damage_in_the_last_batch_is_its_torn_end_unless_it_was_flushed()
    {
        var log = await _host.OpenAsync(OneSegment);
        await Batches.FillAsync(log, 6, 200);
        await using (var copy = _host.CopyAsCrashed())
        {
            Flip(copy.SegmentFiles()[^1], new FileInfo(copy.SegmentFiles()[^1]).Length - 3);
            await copy.StartAsync();
            await using var again = await copy.OpenAsync(OneSegment);
            Assert.Equal(5, again.Bounds.EndOffset);
        }

        // Trimming writes a checkpoint, which notes what is flushed.
        await log.FlushAsync(default);
        await log.TrimAsync(1, default);
        await log.DisposeAsync();
        await using (var copy = _host.CopyAsCrashed())
        {
            Flip(copy.SegmentFiles()[^1], new FileInfo(copy.SegmentFiles()[^1]).Length - 3);
            Assert.Contains(copy.SegmentFiles()[^1], (await copy.AssertRefusedAsync()).Message);
        }
    }

    [Fact]
    public async Task A_missing_segment_or_a_damaged_checkpoint_refuses_the_log()
    {
        var log = await _host.OpenAsync();
        await Batches.FillAsync(log, 40, 100);
        await log.TrimAsync(1, default);
        await log.DisposeAsync();
        await using (var copy = _host.CopyAsCrashed())
        {
            var missing = copy.SegmentFiles()[2];
            File.Delete(missing);
            Assert.Contains(missing, (await copy.AssertRefusedAsync()).Message);
        }

        await using (var copy = _host.CopyAsCrashed())
        {
            Flip(Path.Combine(copy.LogFolder, "checkpoint"), 20);
            Assert.Contains("checkpoint", (await copy.AssertRefusedAsync()).Message);
        }

        await using (var copy = _host.CopyAsCrashed())
        {
            using (var file = File.OpenHandle(copy.SegmentFiles()[1], FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.SetLength(file, RandomAccess.GetLength(file) - 1);
            Assert.Contains(copy.SegmentFiles()[1], (await copy.AssertRefusedAsync()).Message);
        }
    }

    [Fact]
    public async Task Indexes_that_are_missing_or_damaged_are_made_again()
    {
        var log = await _host.OpenAsync();
        var batches = await Batches.FillAsync(log, 60, 100);
        await log.DisposeAsync();
        await _host.RestartAsync();
        var indexes = Directory.GetFiles(_host.LogFolder, "*.index");
        Assert.True(indexes.Length > 5);
        foreach (var index in indexes[..3])
            File.Delete(index);
        foreach (var index in indexes[3..])
            Flip(index, 9);
        await using var again = await _host.OpenAsync();
        for (var offset = 0; offset < 60; offset++)
        {
            Assert.Equal(batches[offset].Bytes.ToArray(), (await again.ReadAsync(offset, 1, true, default)).ToArray());
            Assert.Equal(offset, await again.FindByTimestampAsync(1000 + offset, default));
        }
    }

    [Fact]
    public async Task After_an_orderly_end_nothing_is_scanned_and_after_a_crash_the_newest_segment_is()
    {
        var events = new EventLog();
        _host.Logger = events;
        var log = await _host.OpenAsync();
        await Batches.FillAsync(log, 40, 100, epoch: 6);
        await log.DisposeAsync();
        await _host.RestartAsync();
        var again = await _host.OpenAsync();
        Assert.Equal([new(6, 0)], again.Epochs);
        Assert.DoesNotContain(301, events.Ids);
        await Batches.FillAsync(again, 1, 100, epoch: 7);
        await again.FlushAsync(default);
        await using var copy = _host.CopyAsCrashed();
        copy.Logger = events;
        await copy.StartAsync();
        await using var recovered = await copy.OpenAsync();
        Assert.Equal([new(6, 0), new(7, 40)], recovered.Epochs);
        Assert.Contains(301, events.Ids);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task A_snapshot_of_batches_that_a_crash_lost_is_not_used_for_those_that_took_their_place()
    {
        var log = await _host.OpenAsync(OneSegment);
        var batches = await Batches.FillAsync(log, 10);
        await log.SaveSnapshotAsync(new LogSnapshot(10, "lost"u8.ToArray()), default);
        await using var copy = _host.CopyAsCrashed();
        using (var file = File.OpenHandle(copy.SegmentFiles()[0], FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.SetLength(file, 8 * batches[0].Bytes.Length);
        await copy.StartAsync();
        await using var again = await copy.OpenAsync(OneSegment);
        await Batches.FillAsync(again, 5);
        Assert.Null(await again.LoadSnapshotAsync(default));
        await log.DisposeAsync();
    }

    private static void Flip(string path, long position)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var octet = new byte[1];
        RandomAccess.Read(file, octet, position);
        octet[0] ^= 0x10;
        RandomAccess.Write(file, octet, position);
    }
}
