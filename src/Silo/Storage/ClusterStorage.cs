using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage;
using KafkaGateway.Storage.Postgres;

namespace KafkaGateway.Silo.Storage;

/// <summary>Records in one place, states and offsets in the cluster's database.</summary>
internal sealed class ClusterStorage(NodeStorage records, IStateStore states, PostgresOffsetStore offsets) : NodeStorage
{
    public override IRecordLogs Logs => records.Logs;

    public override IStateStore States => states;

    public override IOffsetStore Offsets => offsets;

    public override IReadOnlyList<PartitionKey> ListLogs() => records.ListLogs();

    public override DiskUsage DescribeDisk() => records.DescribeDisk();

    public override async ValueTask DisposeAsync()
    {
        await offsets.DisposeAsync();
        await records.DisposeAsync();
    }
}
