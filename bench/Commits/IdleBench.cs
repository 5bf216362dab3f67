using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KafkaGateway.Bench.Commits;

/// <summary>
/// Many groups that commit once and sleep: what they cost awake and asleep, and what their first commit takes after that. Needs a process whose
/// dashboard asks for no credentials.
/// </summary>
internal static class IdleBench
{
    private const int Connections = 32;
    private const int FirstCommits = 2_000;
    private const string Topic = "bench-commits";
    private const string GroupGrain = "ConsumerGroupGrain";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string server, int pid, Uri dashboard, int groups)
    {
        BenchTopic.Create(server, Topic, 10);
        using var http = new HttpClient();
        var clients = new List<CommitClient>();
        for (var i = 0; i < Connections; i++)
            clients.Add(await CommitClient.ConnectAsync(server));
        await CommitAllAsync(clients, "warm-up", 2_000);
        await SleepAsync();
        Console.WriteLine("| | groups awake | resident MB |\n|---|---:|---:|");
        await SayAsync("before");
        for (var round = 1; round <= 2; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await CommitAllAsync(clients, "idle", groups);
            await SayAsync($"round {round}: all have committed, after {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
            await SleepAsync();
            await SayAsync($"round {round}: asleep");
        }

        var times = new Times { Elapsed = TimeSpan.FromSeconds(1) };
        for (var i = 0; i < FirstCommits; i++)
        {
            var frame = CommitClient.Encode($"idle-{(long)i * groups / FirstCommits}", Topic, 1);
            var sent = Stopwatch.GetTimestamp();
            await clients[0].CommitAsync(frame);
            times.Add([Stopwatch.GetElapsedTime(sent).TotalMilliseconds]);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"the first commit of {FirstCommits} sleeping groups, one after another: p50 {times.Percentile(0.5):F1} ms, p99 {times.Percentile(0.99):F1} ms"));
        clients.ForEach(client => client.Dispose());

        async Task SleepAsync()
        {
            while (await AwakeAsync(http, dashboard) > 0)
                await Task.Delay(LookEvery);
        }

        async Task SayAsync(string when) => Console.WriteLine($"| {when} | {await AwakeAsync(http, dashboard)} | {ResidentMb(pid)} |");
    }

    private static async Task CommitAllAsync(List<CommitClient> clients, string prefix, int groups)
    {
        var next = -1;
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var group && group < groups)
                await client.CommitAsync(CommitClient.Encode($"{prefix}-{group}", Topic, 1));
        })));
    }

    private static async Task<int> AwakeAsync(HttpClient http, Uri dashboard)
    {
        using var counters = JsonDocument.Parse(await http.GetStringAsync(new Uri(dashboard, "/dashboard/DashboardCounters")));
        return counters.RootElement.GetProperty("simpleGrainStats").EnumerateArray()
            .Where(grain => grain.GetProperty("grainType").GetString()!.Contains(GroupGrain, StringComparison.Ordinal))
            .Sum(grain => grain.GetProperty("activationCount").GetInt32());
    }

    private static long ResidentMb(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;
}
