using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Memory;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>What outlives the processes: the log, and the state that says which epoch was taken last.</summary>
internal abstract class PartitionStorage
{
    public static readonly PartitionKey Key = new("t", new Guid(1, 0, 0, new byte[8]), 0);
    public static readonly TopicSettings Settings = new(BrokerSettings.Of(), new Dictionary<string, string>());

    public MemoryStateStore States { get; } = new();

    /// <summary>Whether what no flush had covered may be lost in this history.</summary>
    public abstract bool MayLosePower { get; }

    /// <summary>How often it was.</summary>
    public abstract int PowerCuts { get; }

    /// <summary>The way of one process to the log.</summary>
    /// <param name="isDead">Whether that process is dead by now.</param>
    public abstract IRecordLogs LogsOf(Func<bool> isDead);

    /// <summary>Ends the storage together with all who have the log open.</summary>
    public abstract void CutPower();
}
