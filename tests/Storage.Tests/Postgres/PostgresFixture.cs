using KafkaGateway.Storage.Postgres;
using Npgsql;

namespace KafkaGateway.Storage.Tests.Postgres;

/// <summary>One server for all tests of PostgreSQL that leave it running; each has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>A new database with the schema.</summary>
    internal Task<PostgresDatabase> CreateAsync() => PostgresDatabase.CreateAsync(Server);
}

[CollectionDefinition(Name)]
public sealed class OnPostgres : ICollectionFixture<PostgresFixture>
{
    public const string Name = "one PostgreSQL server";
}

/// <summary>A database with the schema, and a pool as a process has it.</summary>
internal sealed class PostgresDatabase(string connection, NpgsqlDataSource pool) : IAsyncDisposable
{
    public const int TimeoutMs = 5_000;

    public NpgsqlDataSource Pool => pool;

    public static async Task<PostgresDatabase> CreateAsync(PostgresServer server)
    {
        var connection = await server.CreateDatabaseAsync();
        var pool = PostgresConnection.Create(connection, TimeoutMs);
        await PostgresSchema.ApplyAsync(pool, default);
        return new PostgresDatabase(connection, pool);
    }

    /// <summary>A pool as another process has it.</summary>
    public NpgsqlDataSource OtherPool(int timeoutMs = TimeoutMs) => PostgresConnection.Create(connection, timeoutMs);

    public async Task ExecuteAsync(string statement)
    {
        await using var command = pool.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows that a query gives, each as text with its columns separated by "|" and "null" for null.</summary>
    public async Task<List<string>> QueryAsync(string statement)
    {
        await using var command = pool.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : $"{reader.GetValue(i)}")));
        return rows;
    }

    /// <summary>Stores a state as Orleans does; null as it leaves it when a state is cleared.</summary>
    public async Task StoreAsync(string service, string kind, string key, int version, byte[]? payload)
    {
        await using var insert = pool.CreateCommand("insert into grain_state values ($1, $2, $3, 0, 0, $4, $5)");
        insert.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = service }, new() { Value = kind }, new() { Value = PostgresStates.ExtensionOf(key) },
            new() { Value = (object?)payload ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea }, new() { Value = version },
        });
        await insert.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();
}
