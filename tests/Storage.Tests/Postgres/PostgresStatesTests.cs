using KafkaGateway.Storage.Postgres;

namespace KafkaGateway.Storage.Tests.Postgres;

[Collection(OnPostgres.Name)]
public sealed class PostgresStatesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task States_of_a_kind_are_listed_with_their_keys_versions_and_octets()
    {
        await using var database = await postgres.CreateAsync();
        await database.StoreAsync("kafka", "group", "a", 3, [1, 2]);
        await database.StoreAsync("kafka", "group", "/\0\u001a'", 1, []);
        await database.StoreAsync("kafka", "topic", "a", 1, [3]);
        await database.StoreAsync("other cluster", "group", "a", 1, [4]);
        await database.StoreAsync("kafka", "group", "cleared", 2, null);
        var states = await new PostgresStates(database.Pool, "kafka").ListAsync("group", default).ToListAsync();
        Assert.Equal(
            ["/\0\u001a'|1|", "a|3|1,2"],
            states.Select(state => $"{state.Key}|{state.Version}|{string.Join(',', state.Value.ToArray())}").Order(StringComparer.Ordinal));
    }
}
