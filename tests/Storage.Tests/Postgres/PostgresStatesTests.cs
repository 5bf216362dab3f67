using KafkaGateway.Storage.Postgres;
using Npgsql;

namespace KafkaGateway.Storage.Tests.Postgres;

[Collection(OnPostgres.Name)]
public sealed class PostgresStatesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task States_of_a_kind_are_listed_with_their_keys_versions_and_octets()
    {
        await using var database = await postgres.CreateAsync();
        await StoreAsync(database, "kafka", "group", "a", 3, [1, 2]);
        await StoreAsync(database, "kafka", "group", "/\0\u001a'", 1, []);
        await StoreAsync(database, "kafka", "topic", "a", 1, [3]);
        await StoreAsync(database, "other cluster", "group", "a", 1, [4]);
        await StoreAsync(database, "kafka", "group", "cleared", 2, null);
        var states = await new PostgresStates(database.Pool, "kafka").ListAsync("group", default).ToListAsync();
        Assert.Equal(
            ["/\0\u001a'|1|", "a|3|1,2"],
            states.Select(state => $"{state.Key}|{state.Version}|{string.Join(',', state.Value.ToArray())}").Order(StringComparer.Ordinal));
    }

    private static async Task StoreAsync(PostgresDatabase database, string service, string kind, string key, int version, byte[]? payload)
    {
        await using var insert = database.Pool.CreateCommand("insert into grain_state values ($1, $2, $3, 0, 0, $4, $5)");
        insert.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = service }, new() { Value = kind }, new() { Value = PostgresStates.ExtensionOf(key) },
            new() { Value = (object?)payload ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea }, new() { Value = version },
        });
        await insert.ExecuteNonQueryAsync();
    }
}
