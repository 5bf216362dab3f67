using KafkaGateway.Process.Tests.Node;

namespace KafkaGateway.Process.Tests.Kills;

/// <summary>
/// A node on one folder that is killed over and over while clients write to it, and is up again when that is over. Most rounds end when a
/// random number of acknowledgements were given, some before the node is ready, and a few in good order.
/// </summary>
public sealed class KilledNode : IAsyncLifetime
{
    public const int Partitions = 4;
    private const int Rounds = 20;
    private const int MostAcknowledgements = 600;
    private const string SegmentBytes = "65536";
    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-node-").FullName;
    private readonly Random _random;
    private NodeProcess? _node;

    public KilledNode()
    {
        Seed = Node.Seed.Choose();
        _random = new Random(Seed);
        Idempotent = new("idempotent", Partitions, inFlight: 5, idempotent: true, new Random(Seed + 1));
        Plain = new("plain", Partitions, inFlight: 1, idempotent: false, new Random(Seed + 2));
        Committers = [.. Enumerable.Range(0, 3).Select(number => new OffsetCommitter($"group-{number}", "plain", Partitions))];
    }

    public int Seed { get; }

    internal NumberedProducer Idempotent { get; }

    internal NumberedProducer Plain { get; }

    internal IReadOnlyList<OffsetCommitter> Committers { get; }

    internal TopicCreator Topics { get; } = new();

    internal Task<WireClient> ConnectAsync() => _node!.ConnectAsync();

    public Task InitializeAsync() => Node.Seed.RunAsync(Seed, async () =>
    {
        await using (var first = await NodeProcess.StartAsync(_folder, "--data", "data"))
        {
            await using var client = await first.ConnectAsync();
            await client.CreateTopicAsync("idempotent", Partitions, ("segment.bytes", SegmentBytes));
            await client.CreateTopicAsync("plain", Partitions, ("segment.bytes", SegmentBytes));
            await first.KillAsync();
        }

        for (var round = 0; round < Rounds; round++)
        {
            if (_random.Next(4) == 0)
            {
                await NodeProcess.KillDuringStartAsync(_folder, TimeSpan.FromMilliseconds(_random.Next(50, 500)), "--data", "data");
            }

            await PlayRoundAsync(killed: _random.Next(5) > 0);
        }

        _node = await NodeProcess.StartAsync(_folder, "--data", "data");
    });

    public async Task DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task PlayRoundAsync(bool killed)
    {
        await using var node = await NodeProcess.StartAsync(_folder, "--data", "data");
        var left = _random.Next(1, MostAcknowledgements);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        RoundClient[] clients = [Idempotent, Plain, Topics, .. Committers];
        var work = Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(node.Address, Acknowledged))));
        await Task.WhenAny(enough.Task, work);
        if (killed)
        {
            await node.KillAsync();
        }
        else
        {
            node.Signal("TERM");
            Assert.Equal(0, await node.Exited.WaitAsync(TimeSpan.FromSeconds(15)));
        }

        await work;

        void Acknowledged()
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                enough.SetResult();
            }
        }
    }
}
