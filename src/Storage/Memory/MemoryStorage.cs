using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Memory;

/// <summary>A node's storage in memory: gone with the process.</summary>
/// <param name="time">The clock, null for the system's.</param>
public sealed class MemoryStorage(TimeProvider? time = null) : NodeStorage
{
    private readonly MemoryRecordLogs _logs = new(time);

    /// <inheritdoc/>
    public override IRecordLogs Logs => _logs;

    /// <inheritdoc/>
    public override IStateStore States { get; } = new MemoryStateStore();

    /// <inheritdoc/>
    public override IOffsetStore Offsets { get; } = new MemoryOffsetStore();

    /// <inheritdoc/>
    public override IReadOnlyList<PartitionKey> ListLogs() => _logs.Keys;

    /// <inheritdoc/>
    public override DiskUsage DescribeDisk() => new("memory", -1, -1);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
