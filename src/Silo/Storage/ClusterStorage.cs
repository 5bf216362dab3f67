using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage;

namespace KafkaGateway.Silo.Storage;

/// <summary>Where a silo keeps records.</summary>
/// <param name="Logs">The logs.</param>
/// <param name="List">The partitions that have a log there.</param>
/// <param name="DescribeDisk">Where that is, and how much room there is.</param>
/// <param name="Owner">To be disposed of in the end.</param>
/// <param name="KeepsLogsOpen">Whether logs must stay open.</param>
/// <param name="Foreign">The topics that others have made there, null where there can be none.</param>
internal sealed record RecordPlace(
    IRecordLogs Logs,
    Func<IReadOnlyList<PartitionKey>> List,
    Func<DiskUsage> DescribeDisk,
    IAsyncDisposable Owner,
    bool KeepsLogsOpen = false,
    IForeignTopics? Foreign = null);

/// <summary>Records in one place, states and offsets in another.</summary>
/// <param name="records">Where records are.</param>
/// <param name="states">Where states are.</param>
/// <param name="offsets">Where committed offsets are.</param>
/// <param name="owner">What the latter two belong to, to be disposed of in the end; null where nothing needs to be.</param>
internal sealed class ClusterStorage(RecordPlace records, IStateStore states, IOffsetStore offsets, IAsyncDisposable? owner = null) : NodeStorage
{
    public override IRecordLogs Logs => records.Logs;

    public override IStateStore States => states;

    public override IOffsetStore Offsets => offsets;

    public override IForeignTopics? Foreign => records.Foreign;

    public override bool KeepsLogsOpen => records.KeepsLogsOpen;

    public override IReadOnlyList<PartitionKey> ListLogs() => records.List();

    public override DiskUsage DescribeDisk() => records.DescribeDisk();

    public override async ValueTask DisposeAsync()
    {
        await records.Owner.DisposeAsync();
        await (owner?.DisposeAsync() ?? default);
    }
}
