using System.Collections.Concurrent;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;

namespace KafkaGateway.Storage.Tests.Postgres;

/// <summary>Two processes that both believe to own the same groups.</summary>
[Collection(OnPostgres.Name)]
public sealed class OwnersInConflictTests(PostgresFixture postgres)
{
    private const int Groups = 16;
    private const int OwnersOfEach = 40;
    private const int ValuesOfAnOwner = 1000;
    private static readonly TopicPartition A0 = new("a", 0);
    private static readonly TopicPartition B1 = new("b", 1);

    [Fact]
    public async Task What_an_owner_was_told_is_committed_his_successors_load_and_nothing_of_his_comes_after_them()
    {
        await using var database = await postgres.CreateAsync();
        await using var otherPool = database.OtherPool();
        PostgresOffsetStore[] processes = [new(database.Pool), new(otherPool, new PostgresOffsetOptions { Lanes = 5 })];
        var fights = Enumerable.Range(0, Groups).Select(i => new Fight($"g{i}")).ToList();
        await Task.WhenAll(fights.SelectMany(fight => processes.Select(process => Task.Run(() => fight.TakePartAsync(process)))));
        Assert.All(fights, fight => fight.Check());
        Assert.True(fights.Sum(fight => fight.Conflicts) > Groups, "hardly anybody met another owner");
    }

    [Fact]
    public async Task Of_many_groups_written_together_only_the_one_with_a_later_owner_fails()
    {
        await using var database = await postgres.CreateAsync();
        var store = new PostgresOffsetStore(database.Pool, new PostgresOffsetOptions { Lanes = 1 });
        await store.WriteAsync("g50", 9, [], default);
        var writes = Enumerable.Range(0, 200).Select(i => store.WriteAsync($"g{i}", 1, [new(A0, Offset(i))], default).AsTask()).ToList();
        await Assert.ThrowsAsync<StateConflictException>(() => Task.WhenAll(writes));
        Assert.Equal([50], Enumerable.Range(0, 200).Where(i => writes[i].IsFaulted));
        for (var i = 0; i < 200; i++)
            Assert.Equal(i == 50 ? [] : [(long)i], (await store.LoadAsync($"g{i}", default)).Values.Select(offset => offset.Offset));
    }

    [Fact]
    public async Task Writes_of_one_group_take_effect_in_the_order_of_their_calls()
    {
        await using var database = await postgres.CreateAsync();
        var store = new PostgresOffsetStore(database.Pool, new PostgresOffsetOptions { MaxChangesInStatement = 7 });
        var writes = Enumerable.Range(0, 500).Select(i => store.WriteAsync("g", 1 + (i / 100), [new(A0, i % 10 == 9 ? null : Offset(i)), new(B1, Offset(i))], default));
        await Task.WhenAll(writes.Select(write => write.AsTask()));
        var loaded = await store.LoadAsync("g", default);
        Assert.Equal(499, Assert.Single(loaded).Value.Offset);
    }

    [Fact]
    public async Task Only_so_many_writes_wait_and_further_ones_fail_at_once()
    {
        await using var database = await postgres.CreateAsync();
        var store = new PostgresOffsetStore(database.Pool, new PostgresOffsetOptions { Lanes = 1, MaxWaitingWrites = 10 });
        await using var connection = await database.Pool.OpenConnectionAsync();
        await using var blocking = await connection.BeginTransactionAsync();
        await using (var block = new Npgsql.NpgsqlCommand("lock table group_owner", connection))
            await block.ExecuteNonQueryAsync();
        var writes = new List<Task>();
        do
        {
            writes.Add(store.WriteAsync($"g{writes.Count}", 1, [], default).AsTask());
        }
        while (!writes[^1].IsFaulted);
        Assert.InRange(writes.Count, 11, 21);
        Assert.IsType<StorageException>(writes[^1].Exception!.InnerException);
        await blocking.RollbackAsync();
        await Task.WhenAll(writes[..^1]);
    }

    private static CommittedOffset Offset(long offset) => new(offset, -1, "", 0, null);

    /// <summary>The owners of one group, one after another and beside each other. Owner e commits e * 1000 + 0, 1, 2, ...</summary>
    private sealed class Fight(string groupId)
    {
        private readonly ConcurrentBag<(long Epoch, long Value)> _loaded = [];
        private readonly ConcurrentBag<long> _acknowledged = [];
        private long _lastEpoch;
        private int _conflicts;

        public int Conflicts => _conflicts;

        public async Task TakePartAsync(PostgresOffsetStore store)
        {
            while (Interlocked.Increment(ref _lastEpoch) is var epoch and <= OwnersOfEach)
            {
                try
                {
                    await OwnAsync(store, epoch);
                }
                catch (StateConflictException)
                {
                    Interlocked.Increment(ref _conflicts);
                }
            }
        }

        public void Check()
        {
            foreach (var (epoch, value) in _loaded)
                Assert.True(value >= _acknowledged.Where(acknowledged => acknowledged < epoch * ValuesOfAnOwner).DefaultIfEmpty(-1).Max());
        }

        private async Task OwnAsync(PostgresOffsetStore store, long epoch)
        {
            await store.WriteAsync(groupId, epoch, [], default);
            var value = await LoadAsync(store);
            _loaded.Add((epoch, value));
            var again = await LoadAsync(store);
            await store.WriteAsync(groupId, epoch, [], default);
            Assert.Equal(value, again);
            for (var i = 0; i < 9; i += 3)
                await Task.WhenAll(Enumerable.Range(i, 3).Select(n => CommitAsync(store, epoch, (epoch * ValuesOfAnOwner) + n)));
        }

        private async Task<long> LoadAsync(PostgresOffsetStore store)
        {
            var loaded = await store.LoadAsync(groupId, default);
            Assert.Equal(loaded.GetValueOrDefault(A0), loaded.GetValueOrDefault(B1));
            return loaded.Count == 0 ? -1 : loaded[A0].Offset;
        }

        private async Task CommitAsync(PostgresOffsetStore store, long epoch, long value)
        {
            await store.WriteAsync(groupId, epoch, [new(A0, Offset(value)), new(B1, Offset(value))], default);
            _acknowledged.Add(value);
        }
    }
}
