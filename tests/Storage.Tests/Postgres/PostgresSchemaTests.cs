using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;
using Npgsql;

namespace KafkaGateway.Storage.Tests.Postgres;

[Collection(OnPostgres.Name)]
public sealed class PostgresSchemaTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Many_processes_at_once_bring_an_empty_database_to_the_schema_once()
    {
        var connection = await postgres.Server.CreateDatabaseAsync();
        var pools = Enumerable.Range(0, 8).Select(_ => PostgresConnection.Create(connection, 10_000)).ToList();
        await Task.WhenAll(pools.Select(pool => PostgresSchema.ApplyAsync(pool, default)));
        await using var command = pools[0].CreateCommand("select count(*), max(version) from kafka_gateway_schema");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        Assert.Equal((PostgresSchema.Version, PostgresSchema.Version), ((int)row.GetInt64(0), row.GetInt32(1)));
        pools.ForEach(pool => pool.Dispose());
    }

    [Fact]
    public async Task A_schema_of_a_newer_program_is_left_alone()
    {
        await using var pool = PostgresConnection.Create(await postgres.Server.CreateDatabaseAsync(), 10_000);
        await PostgresSchema.ApplyAsync(pool, default);
        await ExecuteAsync(pool, "insert into kafka_gateway_schema (version, script) values (999, 'to come')");
        var refused = await Assert.ThrowsAsync<SettingsException>(() => PostgresSchema.ApplyAsync(pool, default));
        Assert.Contains($"schema version 999, and this program knows versions up to {PostgresSchema.Version}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_and_the_password_is_not()
    {
        await using var pool = PostgresConnection.Create("Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=d", 1000);
        var failure = await Assert.ThrowsAsync<StorageException>(() => PostgresSchema.ApplyAsync(pool, default));
        Assert.StartsWith("PostgreSQL at 127.0.0.1:1/d: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Port=5")]
    public void What_is_no_connection_string_is_refused(string text) =>
        Assert.Contains("postgres.connection", Assert.Throws<SettingsException>(() => PostgresConnection.Create(text, 1000)).Message, StringComparison.Ordinal);

    private static async Task ExecuteAsync(NpgsqlDataSource pool, string statement)
    {
        await using var command = pool.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
