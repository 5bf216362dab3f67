namespace KafkaGateway.Storage.Tests.Postgres;

[Collection(OnPostgres.Name)]
public sealed class ConsumerLagTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("3", "10", "7")]
    [InlineData("10", "10", "0")]
    [InlineData("12", "10", "0")]
    [InlineData("0", "9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775807", "0", "0")]
    [InlineData("-9223372036854775808", "10", "10")]
    [InlineData("3", null, "null")]
    public async Task Lag_is_what_a_group_has_yet_to_read_null_where_nobody_knows_and_never_negative(string committed, string? reaches, string lag)
    {
        await using var database = await postgres.CreateAsync();
        await database.ExecuteAsync($"insert into committed_offset values ('g', 't', 1, {committed}, -1, '', now(), null)");
        await database.ExecuteAsync($"insert into partition_watermark values ('t', 2, gen_random_uuid(), 0, 99, now())");
        if (reaches is not null)
            await database.ExecuteAsync($"insert into partition_watermark values ('t', 1, gen_random_uuid(), 0, {reaches}, now())");
        Assert.Equal([lag], await database.QueryAsync("select lag from consumer_lag"));
    }
}
