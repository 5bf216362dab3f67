using System.Diagnostics;
using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.Shared.History;
using KafkaGateway.Shared.Load;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Stack;

/// <summary>Something is done again and again to a Kafka that producers, consumers and groups work on; then all that they saw is looked through.</summary>
internal static class LoadUnderFaults
{
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(30);

    /// <param name="shape">Of what processes Kafka is.</param>
    /// <param name="rounds">How often it is done.</param>
    /// <param name="fault">What is done in a round, counted from 0: completes when everything runs again.</param>
    /// <param name="resumesWithin">How long the longest pause may be, from the beginning of a round to a record produced and consumed in every partition.</param>
    /// <param name="output">Told the figures.</param>
    public static async Task SurvivesAsync(
        Shape shape, int rounds, Func<KafkaOnSeaweed, int, Task> fault, TimeSpan resumesWithin, ITestOutputHelper output)
    {
        var seed = Seed.Choose();
        var random = new Random(seed);
        await using var stack = await KafkaOnSeaweed.StartAsync(shape);
        using var load = await ClusterLoad.StartAsync(stack.Kafka, seed);
        var pauses = new List<TimeSpan>();
        for (var round = 0; round < rounds; round++)
        {
            // Any moment between two times that the broker writes out what it has.
            await Task.Delay(SeaweedProcesses.FlushInterval * random.NextDouble());
            var watch = Stopwatch.StartNew();
            await fault(stack, round);
            await load.ResumedAsync();
            pauses.Add(watch.Elapsed);
            output.Say($"{shape}, round {round}: a record went through every partition after {watch.Elapsed.TotalSeconds:F1} s");
        }

        // What is read in the end is what the storage has, not what owners still have in their memory.
        var history = await load.FinishAsync(beforeReading: stack.RestartOwnersAsync);
        var anomalies = new HistoryChecker(SettlesWithin, ClusterLoad.Plain).Check(history);
        output.Say($"{Seed.Text(seed)} {shape}: {rounds} rounds, {history.OfType<Acknowledged>().Count()} records acknowledged, "
            + $"{Count(AnomalyKind.LostWrite)} lost, {Count(AnomalyKind.Duplicate)} duplicated, {Count(AnomalyKind.Reordered)} reordered, "
            + $"longest pause {pauses.Max().TotalSeconds:F1} s");
        stack.Kafka.AssertAllRun();
        Assert.Equal([], anomalies.Take(20).Select(anomaly => anomaly.ToString()));
        Assert.All([ClusterLoad.Idempotent, ClusterLoad.Plain], topic => Assert.Contains(history.OfType<Acknowledged>(), write => write.Place.Topic == topic));
        Assert.True(pauses.Max() < resumesWithin, $"the longest pause was {pauses.Max()}");
        Assert.Equal([], stack.Kafka.Complaints("UnobservedTaskException", "Unhandled exception"));

        int Count(AnomalyKind kind) => anomalies.Count(anomaly => anomaly.Kind == kind);
    }
}
