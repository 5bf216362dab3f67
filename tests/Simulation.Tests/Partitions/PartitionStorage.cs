using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Storage.Memory;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>What outlives the processes: the log, and the state that says which epoch was taken last.</summary>
/// <param name="logs">The logs.</param>
/// <param name="crash">The end of all who have a log open, and of what was not flushed.</param>
internal sealed class PartitionStorage(IRecordLogs logs, Action crash)
{
    public static readonly PartitionKey Key = new("t", new Guid(1, 0, 0, new byte[8]), 0);
    public static readonly TopicSettings Settings = new(BrokerSettings.Of(), new Dictionary<string, string>());

    public IRecordLogs Logs => logs;

    public MemoryStateStore States { get; } = new();

    /// <summary>How often the machine lost its power, and with it what no flush had covered.</summary>
    public int PowerCuts { get; private set; }

    public static PartitionStorage InMemory(World world)
    {
        var logs = new MemoryRecordLogs(world.Time);
        return new(logs, () => logs.Crash(loseUnflushed: true));
    }

    public void CutPower()
    {
        PowerCuts++;
        crash();
    }
}
