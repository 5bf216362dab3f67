using System.Diagnostics;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;

namespace KafkaGateway.Storage.Tests.Postgres;

/// <summary>The server stops, dies or says nothing while it is written to.</summary>
public sealed class ServerGoneTests : IAsyncLifetime
{
    private const int TimeoutMs = 2_000;

    // Beyond the timeout itself: a write may wait for the statement before it, and the driver for an answer to its cancellation.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TopicPartition A0 = new("a", 0);

    private PostgresServer _server = null!;
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _database = await PostgresDatabase.CreateAsync(_server);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Writes_fail_while_the_server_is_gone_and_what_was_acknowledged_is_there_when_it_is_back(bool killed)
    {
        await using var pool = _database.OtherPool(TimeoutMs);
        var store = new PostgresOffsetStore(pool);
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writers = Enumerable.Range(0, 20).Select(i => new Writer(store, $"g{i}", back.Task)).ToList();
        var running = writers.Select(writer => Task.Run(writer.RunAsync)).ToList();
        await AllAsync(writers.Select(writer => writer.HasBegun));
        await (killed ? _server.KillAsync() : _server.StopAsync());
        await AllAsync(writers.Select(writer => writer.HasFailed));
        await _server.RestartAsync();
        back.SetResult();
        await AllAsync(running);
        foreach (var writer in writers)
            await writer.CheckAsync();

        Task AllAsync(IEnumerable<Task> tasks) => Task.WhenAll(tasks).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Writes_fail_in_time_while_the_server_says_nothing()
    {
        await using var pool = _database.OtherPool(TimeoutMs);
        var store = new PostgresOffsetStore(pool, new PostgresOffsetOptions { Lanes = 1, MaxChangesInStatement = 1 });
        await store.WriteAsync("g0", 1, [], default);
        await using var connection = await _database.Pool.OpenConnectionAsync();
        await using var blocking = await connection.BeginTransactionAsync();
        await using (var block = new Npgsql.NpgsqlCommand("lock table group_owner", connection))
            await block.ExecuteNonQueryAsync();
        var began = Stopwatch.GetTimestamp();
        var writes = Enumerable.Range(0, 50).Select(i => store.WriteAsync($"g{i}", 1, [Change(1)], default).AsTask()).ToList();
        foreach (var write in writes)
            await Assert.ThrowsAsync<StorageException>(() => write);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromMilliseconds(TimeoutMs / 2), Longest);
        await blocking.RollbackAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.WriteAsync($"g{i}", 1, [Change(2)], default).AsTask()));
        Assert.Equal(["2|50"], await _database.QueryAsync("select committed_offset, count(*) from committed_offset group by 1"));
    }

    [Fact]
    public async Task A_write_that_failed_does_not_come_about_after_a_later_one()
    {
        await using var pool = _database.OtherPool(TimeoutMs);
        var store = new PostgresOffsetStore(pool, new PostgresOffsetOptions { Lanes = 1 });
        await store.WriteAsync("g", 1, [Change(1)], default);
        var backends = await BackendsAsync();
        await SignalAsync("STOP", backends);
        try
        {
            await Assert.ThrowsAsync<StorageException>(async () => await store.WriteAsync("g", 1, [Change(2)], default));

            // The pool may have more than one connection that gets no answer.
            for (var i = 1; i < backends.Count && await Record.ExceptionAsync(async () => await store.WriteAsync("g", 1, [Change(3)], default)) is not null; i++)
            {
            }

            await store.WriteAsync("g", 1, [Change(3)], default);
        }
        finally
        {
            await SignalAsync("CONT", backends);
        }

        while ((await BackendsAsync()).Intersect(backends).Any())
            await Task.Yield();
        Assert.Equal(3, (await store.LoadAsync("g", default))[A0].Offset);
    }

    private static OffsetChange Change(long offset) => new(A0, new CommittedOffset(offset, -1, "", 0, null));

    private async Task<List<string>> BackendsAsync() => await _database.QueryAsync(
        "select pid from pg_stat_activity where application_name = 'kafka-gateway' and pid <> pg_backend_pid()");

    private static async Task SignalAsync(string signal, List<string> backends)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. backends]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Commits 1, 2, 3, ... and goes on for a while after the server is back.</summary>
    private sealed class Writer(PostgresOffsetStore store, string groupId, Task back)
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _tried;
        private long _acknowledged;

        public Task HasBegun => _begun.Task;

        public Task HasFailed => _failed.Task;

        public async Task RunAsync()
        {
            for (var afterwards = 0; afterwards < 5;)
            {
                var began = Stopwatch.GetTimestamp();
                try
                {
                    await store.WriteAsync(groupId, 1, [Change(++_tried)], default);
                    _acknowledged = _tried;
                    if (_tried > 10)
                        _begun.TrySetResult();
                    if (back.IsCompleted)
                        afterwards++;
                }
                catch (StorageException)
                {
                    Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Longest);
                    _failed.TrySetResult();
                    await back;
                    await CheckAsync();
                }
            }
        }

        public async Task CheckAsync() => Assert.InRange((await LoadAsync())[A0].Offset, _acknowledged, _tried);

        private async Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync()
        {
            while (true)
            {
                try
                {
                    return await store.LoadAsync(groupId, default);
                }
                catch (StorageException)
                {
                    // A connection from before the server went; the next one is a new one.
                }
            }
        }
    }
}
