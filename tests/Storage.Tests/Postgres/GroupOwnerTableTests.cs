using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;

namespace KafkaGateway.Storage.Tests.Postgres;

[Collection(OnPostgres.Name)]
public sealed class GroupOwnerTableTests(PostgresFixture postgres)
{
    private const string Kind = "consumer-group";
    private const long Now = 1_000_000;

    [Fact]
    public async Task Only_owners_of_groups_without_offsets_and_state_are_forgotten_and_only_old_ones()
    {
        await using var database = await postgres.CreateAsync();
        var offsets = new PostgresOffsetStore(database.Pool);
        await offsets.WriteAsync("has offsets", Now - 1, [new(new("t", 0), new CommittedOffset(1, -1, "", 0, null))], default);
        foreach (var name in new[] { "has {a} state\0", "its state is cleared", "its state is a topic's", "gone {too}" })
            await offsets.WriteAsync(name, Now - 1, [], default);
        await offsets.WriteAsync("gone just now", Now, [], default);
        await database.StoreAsync("kafka", Kind, "has {a} state\0", 1, [1]);
        await database.StoreAsync("kafka", Kind, "its state is cleared", 2, null);
        await database.StoreAsync("kafka", "topic", "its state is a topic's", 1, [1]);

        var table = new GroupOwnerTable(database.Pool);
        Assert.Equal(3, await table.ForgetAsync(Kind, DateTimeOffset.FromUnixTimeMilliseconds(Now), default));
        Assert.Equal(0, await table.ForgetAsync(Kind, DateTimeOffset.FromUnixTimeMilliseconds(Now), default));
        Assert.Equal(
            ["gone just now", "has offsets", "has {a} state\u001a0"], await database.QueryAsync("select group_id from group_owner order by group_id collate \"C\""));
    }

    [Fact]
    public async Task After_that_a_new_owner_commits_and_the_earlier_one_no_more()
    {
        await using var database = await postgres.CreateAsync();
        var offsets = new PostgresOffsetStore(database.Pool);
        await offsets.WriteAsync("g", Now - 1, [], default);
        await new GroupOwnerTable(database.Pool).ForgetAsync(Kind, DateTimeOffset.FromUnixTimeMilliseconds(Now), default);

        var change = new OffsetChange(new("t", 0), new CommittedOffset(1, -1, "", 0, null));
        await offsets.WriteAsync("g", Now + 1, [change], default);
        await Assert.ThrowsAsync<StateConflictException>(async () => await offsets.WriteAsync("g", Now - 1, [change], default));
        Assert.Single(await offsets.LoadAsync("g", default));
    }
}
