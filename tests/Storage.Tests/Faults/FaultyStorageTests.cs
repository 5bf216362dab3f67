using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Faults;
using KafkaGateway.Storage.Memory;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Faults;

public class FaultyStorageTests : IFaults
{
    private readonly MemoryRecordLogs _logs = new(new TestClock());
    private Func<StorageCall, ValueTask> _before = _ => ValueTask.CompletedTask;
    private Func<StorageCall, ValueTask> _after = _ => ValueTask.CompletedTask;

    ValueTask IFaults.BeforeAsync(StorageCall call, string target, CancellationToken cancellationToken) => _before(call);

    ValueTask IFaults.AfterAsync(StorageCall call, string target, CancellationToken cancellationToken) => _after(call);

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task An_append_fails_before_or_after_it_is_applied_and_the_log_must_be_opened_again(bool applied, long end)
    {
        var logs = new FaultyRecordLogs(_logs, this);
        var log = await logs.OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        Func<StorageCall, ValueTask> fail = call => call == StorageCall.Append ? throw new StorageException("injected") : default;
        (_before, _after) = applied ? (_before, fail) : (fail, _after);
        await Assert.ThrowsAsync<StorageException>(async () => await log.AppendAsync([Batches.Make(0)], default));
        (_before, _after) = (_ => default, _ => default);
        await Assert.ThrowsAsync<StorageException>(async () => await log.FlushAsync(default));
        await log.DisposeAsync();
        Assert.Equal(end, (await logs.OpenAsync(LogHost.Key, 0, LogHost.Small, default)).Bounds.EndOffset);
    }

    [Fact]
    public async Task A_delayed_append_is_not_applied_before_its_time()
    {
        var log = await new FaultyRecordLogs(_logs, this).OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        var gate = new TaskCompletionSource();
        _before = _ => new ValueTask(gate.Task);
        var append = log.AppendAsync([Batches.Make(0)], default);
        Assert.Equal(0, log.Bounds.EndOffset);
        gate.SetResult();
        await append;
        Assert.Equal(1, log.Bounds.EndOffset);
    }

    [Fact]
    public async Task Writes_of_states_and_offsets_fail_as_told()
    {
        var (states, offsets) = (new FaultyStateStore(new MemoryStateStore(), this), new FaultyOffsetStore(new MemoryOffsetStore(), this));
        _after = call => call is StorageCall.WriteState ? throw new StorageException("injected") : default;
        _before = call => call is StorageCall.WriteOffsets ? throw new StorageException("injected") : default;
        await Assert.ThrowsAsync<StorageException>(async () => await states.WriteAsync("k", "a", default, 0, default));
        await Assert.ThrowsAsync<StorageException>(async () => await offsets.WriteAsync("g", 1, [new(new("a", 0), new(1, 1, "", 1, null))], default));
        Assert.Equal(1, (await states.ReadAsync("k", "a", default))!.Version);
        Assert.Empty(await offsets.LoadAsync("g", default));
    }
}
