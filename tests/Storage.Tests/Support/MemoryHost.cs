using KafkaGateway.Storage.Memory;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>Memory outlives no process, so a restart only closes what was open.</summary>
public sealed class MemoryHost : LogHost
{
    private readonly MemoryStorage _storage;

    public MemoryHost() => _storage = new MemoryStorage(Clock);

    public override NodeStorage Storage => _storage;

    public override Task StartAsync() => Task.CompletedTask;

    public override Task RestartAsync()
    {
        ((MemoryRecordLogs)_storage.Logs).Crash(loseUnflushed: false);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => _storage.DisposeAsync();
}
