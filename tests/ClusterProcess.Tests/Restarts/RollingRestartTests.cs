using System.Diagnostics;
using System.Text.Json;
using KafkaGateway.Shared.History;
using KafkaGateway.Shared.Load;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.ClusterProcess.Tests.Restarts;

/// <summary>Every process of a cluster is restarted in turn while applications with a real client library work; they do not notice.</summary>
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const string Topic = "rolling";
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_message_is_in_the_log_once_and_no_application_sees_an_error()
    {
        await using var cluster = await ClusterProcesses.StartAsync(silos: 3, gateways: 2);
        await using (var admin = await WireClient.ConnectAsync(cluster.Addresses[0]))
            await admin.CreateTopicAsync(Topic, Partitions);
        var bootstrap = string.Join(',', cluster.Addresses);
        await using var producer = await RealClient.StartAsync("produce", bootstrap, Topic, $"{Partitions}");
        await using var first = await RealClient.StartAsync("consume", bootstrap, Topic, "readers");
        await using var second = await RealClient.StartAsync("consume", bootstrap, Topic, "readers");
        foreach (var member in cluster.Members.ToList())
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal((member.Name, 0), (member.Name, await cluster.TerminateAsync(member.Name)));
            var ended = watch.Elapsed;
            await cluster.StartAsync(member.Name);
            output.Say($"{member.Name} stopped in {ended.TotalSeconds:F1} s, was ready again after {watch.Elapsed.TotalSeconds:F1} s");
        }

        var produced = await producer.FinishAsync();
        var consumed = await Task.WhenAll(first.FinishAsync(), second.FinishAsync());
        var sent = Numbers(produced, "sent");
        output.Say($"{sent.Sum()} messages by librdkafka {produced.GetProperty("version")}");
        Assert.All([produced, .. consumed], client => Assert.Equal([], client.GetProperty("errors").EnumerateArray().Select(error => error.ToString())));
        Assert.Equal(sent, Numbers(produced, "delivered"));
        var log = await ReadLogAsync(cluster);
        for (var partition = 0; partition < Partitions; partition++)
        {
            Assert.Equal(Enumerable.Range(0, sent[partition]), log.Where(record => record.Place.Partition == partition).Select(record => record.Number));
            var seen = consumed.SelectMany(client => client.GetProperty("seen").TryGetProperty($"{partition}", out var numbers) ? Numbers(numbers) : []);
            Assert.Equal(Enumerable.Range(0, sent[partition]), seen.Distinct().Order());
        }

        Assert.Equal([], cluster.Complaints("UnobservedTaskException", "Unhandled exception"));
    }

    private static async Task<List<Stored>> ReadLogAsync(ClusterProcesses cluster)
    {
        var history = new ClusterHistory();
        using var reader = new LogConsumer(
            "final reader",
            Enumerable.Range(0, Partitions).Select(partition => new Place(Topic, partition)),
            cluster.Addresses,
            first: 0,
            history,
            (place, offset, number) => new Stored(place, offset, number));
        using var patience = new CancellationTokenSource(Patience);
        await reader.ReadToEndAsync(patience.Token);
        return [.. history.Observations.OfType<Stored>()];
    }

    private static List<int> Numbers(JsonElement client, string name) => Numbers(client.GetProperty(name));

    private static List<int> Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
