using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage;

/// <summary>All that one node keeps: its record logs, its actors' states and its groups' offsets. Disposing it closes them.</summary>
public abstract class NodeStorage : IAsyncDisposable
{
    /// <summary>The logs of the partitions.</summary>
    public abstract IRecordLogs Logs { get; }

    /// <summary>The states of the actors.</summary>
    public abstract IStateStore States { get; }

    /// <summary>The committed offsets.</summary>
    public abstract IOffsetStore Offsets { get; }

    /// <summary>The topics that others have made in the same storage, null where there can be none.</summary>
    public virtual IForeignTopics? Foreign => null;

    /// <summary>Whether a log must stay open once it was opened, and every log be open that might be, however idle it is.</summary>
    public virtual bool KeepsLogsOpen => false;

    /// <summary>The partitions that have a log here, whether or not any topic still knows them.</summary>
    public abstract IReadOnlyList<PartitionKey> ListLogs();

    /// <summary>Where all this is kept and how much room there is, for DescribeLogDirs.</summary>
    public abstract DiskUsage DescribeDisk();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
