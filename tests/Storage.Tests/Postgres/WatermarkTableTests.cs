using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;

namespace KafkaGateway.Storage.Tests.Postgres;

[Collection(OnPostgres.Name)]
public sealed class WatermarkTableTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string All = "select topic, partition, log_start_offset, high_watermark from partition_watermark order by 1, 2";
    private static readonly Guid First = new("11111111-0000-0000-0000-000000000000");
    private static readonly Guid Second = new("22222222-0000-0000-0000-000000000000");

    private PostgresDatabase _database = null!;
    private WatermarkTable _table = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateAsync();
        _table = new WatermarkTable(_database.Pool);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Of_each_partition_the_furthest_is_kept()
    {
        await _table.WriteAsync([Mark("a", First, 0, 0, 5), Mark("a", First, 1, 0, 6), Mark("b", Second, 0, 1, 7)], default);
        await _table.WriteAsync([Mark("a", First, 0, 2, 9), Mark("a", First, 1, 0, 3)], default);
        Assert.Equal(["a|0|2|9", "a|1|0|6", "b|0|1|7"], await _database.QueryAsync(All));
    }

    [Fact]
    public async Task A_topic_created_again_begins_again()
    {
        await _table.WriteAsync([Mark("a", First, 0, 3, 5)], default);
        await _table.WriteAsync([Mark("a", Second, 0, 0, 1)], default);
        Assert.Equal(["a|0|0|1"], await _database.QueryAsync(All));
    }

    [Fact]
    public async Task Deleted_topics_are_forgotten_and_those_told_after_the_list_was_made_are_not()
    {
        await _table.WriteAsync([Mark("a", First, 0, 0, 5), Mark("b", Second, 0, 0, 5)], default);
        await _table.KeepOnlyAsync([Second], DateTimeOffset.UnixEpoch, default);
        Assert.Equal(2, (await _database.QueryAsync(All)).Count);
        await _table.KeepOnlyAsync([Second], DateTimeOffset.UtcNow.AddSeconds(1), default);
        Assert.Equal(["b|0|0|5"], await _database.QueryAsync(All));
        await _table.KeepOnlyAsync([], DateTimeOffset.UtcNow.AddSeconds(1), default);
        Assert.Empty(await _database.QueryAsync(All));
    }

    [Fact]
    public async Task Many_silos_may_tell_many_partitions_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(silo => Task.Run(async () =>
        {
            // Half of them from the end, as whoever lists them by hash may do.
            var marks = Enumerable.Range(0, 6_000).Select(i => Mark("a", First, silo % 2 == 0 ? i : 5_999 - i, 0, silo)).ToList();
            await _table.WriteAsync(marks, default);
        })));
        Assert.Equal(["6000|7|7"], await _database.QueryAsync("select count(*), min(high_watermark), max(high_watermark) from partition_watermark"));
    }

    private static PartitionWatermark Mark(string topic, Guid topicId, int partition, long start, long end) =>
        new(new PartitionKey(topic, topicId, partition), start, end);
}
