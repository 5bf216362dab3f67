using System.Diagnostics;
using KafkaGateway.Shared.History;
using KafkaGateway.Shared.Load;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.ClusterProcess.Tests.Kills;

/// <summary>Silos, gateways and PostgreSQL are killed at random under load; what clients were promised holds.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 10;
    private static readonly TimeSpan ResumesWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_doubled_or_out_of_order_and_consumption_resumes_within_10_s_of_a_silos_death()
    {
        var seed = Seed.Choose();
        output.Say(Seed.Text(seed));
        var random = new Random(seed);
        await using var cluster = await ClusterProcesses.StartAsync(silos: 3, gateways: 2);
        using var load = await ClusterLoad.StartAsync(cluster, seed);
        var worst = TimeSpan.Zero;
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            // Every third kill or so is of something else than a silo.
            var resumed = random.Next(6) switch
            {
                0 => await KillPostgresAsync(cluster, load),
                1 => await KillAsync(cluster, load, Any(cluster.Gateways), random),
                _ => await KillAsync(cluster, load, Any(cluster.Silos), random),
            };
            worst = resumed > worst ? resumed : worst;
        }

        output.Say($"{Rounds} rounds in {watch.Elapsed.TotalSeconds:F0} s, consumption resumed after {worst.TotalSeconds:F1} s at worst");
        var history = await load.FinishAsync();
        output.Say($"{history.OfType<Acknowledged>().Count()} records acknowledged, {history.OfType<Committed>().Count()} commits, settled: "
            + string.Join(", ", history.OfType<GroupSettled>().Select(group => group.Took)));
        cluster.AssertAllRun();
        Assert.Equal([], new HistoryChecker(SettlesWithin, ClusterLoad.Plain).Check(history).Take(20).Select(anomaly => $"{Seed.Text(seed)} {anomaly}"));
        Assert.All([ClusterLoad.Idempotent, ClusterLoad.Plain], topic => Assert.Contains(history.OfType<Acknowledged>(), write => write.Place.Topic == topic));
        Assert.True(worst < ResumesWithin, $"{Seed.Text(seed)}: consumption resumed after {worst}");
        Assert.Equal([], cluster.Complaints("UnobservedTaskException", "Unhandled exception"));

        string Any(IEnumerable<Member> members) => members.ElementAt(random.Next(members.Count())).Name;
    }

    // Some are started again at once, as a supervisor does it, some only when the others have taken over.
    private async Task<TimeSpan> KillAsync(ClusterProcesses cluster, ClusterLoad load, string victim, Random random)
    {
        output.Say($"{victim} is killed");
        await cluster.KillAsync(victim);
        var resumed = load.ResumedAsync();
        if (random.Next(2) == 0)
            await resumed;
        await cluster.StartAsync(victim);
        output.Say($"{victim} was killed: consumption resumed after {(await resumed).TotalSeconds:F1} s");
        return await resumed;
    }

    private async Task<TimeSpan> KillPostgresAsync(ClusterProcesses cluster, ClusterLoad load)
    {
        await cluster.Postgres.KillAsync();
        var resumed = load.ResumedAsync();
        await cluster.Postgres.RestartAsync();
        output.Say($"PostgreSQL was killed: consumption resumed after {(await resumed).TotalSeconds:F1} s");
        return await resumed;
    }
}
