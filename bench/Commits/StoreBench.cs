using System.Diagnostics;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;
using Npgsql;

namespace KafkaGateway.Bench.Commits;

/// <summary>Commits through PostgresOffsetStore, and beside it each commit in a transaction of its own over as many connections.</summary>
internal static class StoreBench
{
    private const int Groups = 2_000;
    private const int TargetRate = 20_000;

    public static async Task RunAsync(string connection, int seconds, int lanes, int changes)
    {
        var options = new PostgresOffsetOptions();
        options = options with { Lanes = lanes > 0 ? lanes : options.Lanes, MaxChangesInStatement = changes > 0 ? changes : options.MaxChangesInStatement };
        await using var pool = PostgresConnection.Create(connection, 30_000);
        await PostgresSchema.ApplyAsync(pool, default);
        var store = new PostgresOffsetStore(pool, options);
        var epoch = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var single = new SingleCommits(pool, options.Lanes);
        Console.WriteLine($"{options.Lanes} lanes, at most {options.MaxChangesInStatement} changes a statement");
        Console.WriteLine("| 2,000 groups at once | partition commits/s | p50 ms | p99 ms | max ms |\n|---|---:|---:|---:|---:|");
        foreach (var partitions in new[] { 1, 10 })
        {
            var duration = TimeSpan.FromSeconds(seconds);
            var asFast = new Load(Groups, partitions, 0, duration);
            var paced = asFast with { PartitionCommitsPerSecond = TargetRate };
            Console.WriteLine((await asFast.RunAsync(CommitAsync)).Row($"the store, {partitions} partition(s) a commit"));
            Console.WriteLine((await paced.RunAsync(CommitAsync)).Row($"the store, {partitions} partition(s) a commit, paced at {TargetRate}/s"));
            Console.WriteLine((await asFast.RunAsync((group, i) => single.WriteAsync($"s{group}", Changes(partitions, i)))).Row(
                $"a transaction each, {partitions} partition(s) a commit"));

            async Task CommitAsync(int group, long i) => await store.WriteAsync($"g{group}", epoch, Changes(partitions, i), default);
        }

        await RoundTripAsync(store, epoch, seconds);
    }

    private static OffsetChange[] Changes(int partitions, long i) =>
        [.. Enumerable.Range(0, partitions).Select(p => new OffsetChange(new("orders", p), new CommittedOffset(i, 0, "", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), null)))];

    /// <summary>One group alone: what the way to the disk and back takes.</summary>
    private static async Task RoundTripAsync(PostgresOffsetStore store, long epoch, int seconds)
    {
        var times = new Times { Elapsed = TimeSpan.FromSeconds(seconds) };
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            await store.WriteAsync("alone", epoch, Changes(1, i), default);
            times.Add([Stopwatch.GetElapsedTime(sent).TotalMilliseconds]);
        }

        Console.WriteLine(times.Row("the store, one group alone"));
    }
}
