using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Memory;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Memory;

public class MemoryCrashTests
{
    private readonly MemoryRecordLogs _logs = new(new TestClock());

    [Fact]
    public async Task The_end_of_the_process_loses_nothing_but_the_owners()
    {
        var log = await _logs.OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        var batches = await Batches.FillAsync(log, 10);
        _logs.Crash(loseUnflushed: false);
        await Assert.ThrowsAsync<StorageException>(async () => await log.ReadAsync(0, 100, true, default));
        var again = await _logs.OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        Assert.Equal(Batches.Concat(batches), (await again.ReadAsync(0, int.MaxValue, true, default)).ToArray());
    }

    [Fact]
    public async Task The_end_of_the_machine_loses_what_no_flush_had_covered()
    {
        var log = await _logs.OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        var batches = await Batches.FillAsync(log, 30, 100, epoch: 1);
        await log.FlushAsync(default);
        await Batches.FillAsync(log, 30, 100, epoch: 2);
        await log.SaveSnapshotAsync(new LogSnapshot(40, default), default);
        _logs.Crash(loseUnflushed: true);
        var again = await _logs.OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        Assert.Equal(30, again.Bounds.EndOffset);
        Assert.Equal([new(1, 0)], again.Epochs);
        Assert.Equal(Batches.Concat(batches), (await again.ReadAsync(0, int.MaxValue, true, default)).ToArray());
        Assert.Null(await again.LoadSnapshotAsync(default));
        await Batches.FillAsync(again, 1);
    }

    [Fact]
    public async Task Batches_are_kept_by_reference_and_read_without_a_copy()
    {
        var log = await _logs.OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        var batches = await Batches.FillAsync(log, 2);
        var read = await log.ReadAsync(1, int.MaxValue, true, default);
        Assert.True(batches[1].Bytes.Equals(read.First));
    }
}
