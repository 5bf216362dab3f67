using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Postgres;

/// <summary>Committed offsets in PostgreSQL; after a restart with new connections. There is no engine for the rest.</summary>
public sealed class PostgresHost(PostgresFixture postgres) : LogHost
{
    private PostgresDatabase? _database;
    private OffsetsOnly? _storage;

    public override NodeStorage Storage => _storage!;

    public override async Task StartAsync()
    {
        _database = await postgres.CreateAsync();
        await RestartAsync();
    }

    public override async Task RestartAsync()
    {
        await DisposeStorageAsync();
        _storage = new OffsetsOnly(_database!);
    }

    public override async ValueTask DisposeAsync()
    {
        await DisposeStorageAsync();
        await _database!.DisposeAsync();
    }

    private ValueTask DisposeStorageAsync() => _storage?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class OffsetsOnly : NodeStorage
    {
        private readonly Npgsql.NpgsqlDataSource _pool;

        public OffsetsOnly(PostgresDatabase database)
        {
            _pool = database.OtherPool();
            Offsets = new PostgresOffsetStore(_pool);
        }

        public override IOffsetStore Offsets { get; }

        public override IRecordLogs Logs => throw new NotSupportedException();

        public override IStateStore States => throw new NotSupportedException();

        public override IReadOnlyList<PartitionKey> ListLogs() => throw new NotSupportedException();

        public override DiskUsage DescribeDisk() => throw new NotSupportedException();

        public override ValueTask DisposeAsync() => _pool.DisposeAsync();
    }
}
