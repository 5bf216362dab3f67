using System.Diagnostics;
using KafkaGateway.Shared.History;
using KafkaGateway.Shared.Load;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.ClusterProcess.Tests.Database;

/// <summary>PostgreSQL is away for a while: what needs nothing of it goes on, what does is tried again, nothing is lost and nothing leaks.</summary>
public sealed class DatabaseDownTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Records_flow_without_an_error_commits_are_tried_again_and_nothing_committed_is_lost()
    {
        var seed = Seed.Choose();
        output.Say(Seed.Text(seed));
        await using var cluster = await ClusterProcesses.StartAsync(silos: 2, gateways: 2);
        using var load = await ClusterLoad.StartAsync(cluster, seed);
        await CommitsSucceedAsync(load);
        var before = cluster.Members.ToDictionary(member => member.Name, member => member.Use);
        await WithoutDatabaseAsync(cluster, load, "stopped", cluster.Postgres.StopAsync);
        await WithoutDatabaseAsync(cluster, load, "killed", cluster.Postgres.KillAsync);
        cluster.AssertAllRun();
        AssertNothingLeaks(cluster, before);
        var history = await load.FinishAsync();
        Assert.Equal([], new HistoryChecker(SettlesWithin, ClusterLoad.Plain).Check(history).Take(20));
        Assert.Equal([], cluster.Complaints("UnobservedTaskException", "Unhandled exception"));
    }

    private async Task WithoutDatabaseAsync(ClusterProcesses cluster, ClusterLoad load, string how, Func<Task> end)
    {
        var refused = load.Refused;
        await end();
        var outage = Stopwatch.StartNew();

        // Until then, the answer to a commit from before may be under way.
        var toldAll = await GrowsAsync(load, committer => committer.Refused);
        Assert.InRange(toldAll, TimeSpan.Zero, Outage);
        var commits = load.Commits.Sum(committer => committer.Acknowledged);
        var slowest = TimeSpan.Zero;
        while (outage.Elapsed < Outage)
        {
            var flowed = await load.ResumedAsync();
            slowest = flowed > slowest ? flowed : slowest;
        }

        Assert.Equal(commits, load.Commits.Sum(committer => committer.Acknowledged));
        await cluster.Postgres.RestartAsync();
        var back = await CommitsSucceedAsync(load);
        output.Say($"PostgreSQL was {how}: records took {slowest.TotalSeconds:F1} s at most, commits succeeded {back.TotalSeconds:F1} s after it was back");
        Assert.InRange(back, TimeSpan.Zero, BackWithin);
        Assert.Equal(refused, load.Refused);
    }

    private static Task<TimeSpan> CommitsSucceedAsync(ClusterLoad load) => GrowsAsync(load, committer => committer.Acknowledged);

    /// <summary>How long it takes until a count has grown of each committer; not more than a minute.</summary>
    private static async Task<TimeSpan> GrowsAsync(ClusterLoad load, Func<OffsetCommitter, int> count)
    {
        var watch = Stopwatch.StartNew();
        var before = load.Commits.Select(count).ToList();
        while (load.Commits.Zip(before).Any(commits => count(commits.First) == commits.Second) && watch.Elapsed < TimeSpan.FromMinutes(1))
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        return watch.Elapsed;
    }

    private void AssertNothingLeaks(ClusterProcesses cluster, Dictionary<string, ProcessUse> before)
    {
        foreach (var member in cluster.Members)
        {
            var (earlier, now) = (before[member.Name], member.Use);
            output.Say($"{member.Name}: {earlier} before, {now} after");
            Assert.InRange(now.MiB, 0, (earlier.MiB * 2) + 150);
            Assert.InRange(now.Threads, 0, earlier.Threads + 40);
            Assert.InRange(now.Handles, 0, earlier.Handles + 100);
        }
    }
}
