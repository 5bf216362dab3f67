using System.Diagnostics;
using KafkaGateway.Shared.History;
using KafkaGateway.Shared.Processes;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Shared.Load;

/// <summary>Producers, consumers, groups and committers at work on a cluster, and the history of what they saw.</summary>
internal sealed class ClusterLoad : IDisposable
{
    public const string Idempotent = "idempotent";
    public const string Plain = "plain";
    private const int Partitions = 4;
    private const int Groups = 2;
    private const int MembersOfGroup = 2;
    private const int Committers = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClusterProcesses _cluster;
    private readonly ClusterHistory _history = new();
    private readonly List<NumberedProducer> _producers;
    private readonly LogConsumer _consumer;
    private readonly List<GroupMember> _members;

    private ClusterLoad(ClusterProcesses cluster, int seed)
    {
        _cluster = cluster;
        var addresses = cluster.Addresses;
        _producers =
        [
            new(Idempotent, Partitions, idempotent: true, addresses, _history, new Random(seed + 1)),
            new(Plain, Partitions, idempotent: false, addresses, _history, new Random(seed + 2)),
        ];
        _consumer = new LogConsumer("consumer", Places, addresses, first: 0, _history);
        _members = [.. GroupNames.SelectMany(group => Enumerable.Range(0, MembersOfGroup)
            .Select(index => new GroupMember($"{group}'s member {index}", group, Plain, addresses, index, _history)))];
        Commits = [.. Enumerable.Range(0, Committers).Select(index => new OffsetCommitter($"commits-{index}", new(Plain, index), addresses, index, _history))];
    }

    public IReadOnlyList<OffsetCommitter> Commits { get; }

    /// <summary>How many answers producers and consumers had to try again after.</summary>
    public int Refused => _producers.Sum(producer => producer.Refused) + _consumer.Refused;

    private static IEnumerable<string> GroupNames => Enumerable.Range(0, Groups).Select(group => $"group-{group}");

    private static IEnumerable<Place> Places => new[] { Idempotent, Plain }.SelectMany(topic => Enumerable.Range(0, Partitions).Select(index => new Place(topic, index)));

    private IEnumerable<LoadClient> Clients => [.. _producers, _consumer, .. _members, .. Commits];

    /// <summary>Makes the topics and begins.</summary>
    public static async Task<ClusterLoad> StartAsync(ClusterProcesses cluster, int seed)
    {
        await using (var client = await WireClient.ConnectAsync(cluster.Addresses[0]))
        {
            await client.CreateTopicAsync(Idempotent, Partitions, ("segment.bytes", "65536"));
            await client.CreateTopicAsync(Plain, Partitions, ("segment.bytes", "65536"));
        }

        var load = new ClusterLoad(cluster, seed);
        foreach (var client in load.Clients)
            client.Start();
        await load.ResumedAsync();
        return load;
    }

    /// <summary>How long it takes from now until something that is sent from now on has been consumed from every partition.</summary>
    public async Task<TimeSpan> ResumedAsync()
    {
        var watch = Stopwatch.StartNew();
        var seen = _producers.Zip([Idempotent, Plain]).SelectMany(producer => Enumerable.Range(0, Partitions)
            .Select(index => _consumer.SeenAsync(new(producer.Second, index), producer.First.Next(index)))).ToList();
        try
        {
            await Task.WhenAll(seen).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // The time says it.
        }

        return watch.Elapsed;
    }

    /// <summary>What each client waits for.</summary>
    public string Doing => string.Join('\n', Clients.Select(client => client.ToString()));

    /// <summary>Waits for the groups, ends the work, reads the logs.</summary>
    /// <param name="beforeReading">What is done before the logs are read.</param>
    /// <returns>Everything that was seen.</returns>
    public async Task<IReadOnlyList<Observation>> FinishAsync(Func<Task>? beforeReading = null)
    {
        await SettleAsync();
        await Task.WhenAll(Clients.Select(client => client.StopAsync(Patience)));
        await (beforeReading?.Invoke() ?? Task.CompletedTask);
        using var reader = new LogConsumer("final reader", Places, _cluster.Addresses, first: 0, _history, (place, offset, number) => new Stored(place, offset, number));
        using var patience = new CancellationTokenSource(Patience);
        await reader.ReadToEndAsync(patience.Token);
        return _history.Observations;
    }

    public void Dispose() => Clients.ToList().ForEach(client => client.Dispose());

    private async Task SettleAsync()
    {
        var watch = Stopwatch.StartNew();
        await using var client = new ClusterClient(_cluster.Addresses, first: 0);
        foreach (var group in GroupNames)
        {
            var isStable = false;
            while (!isStable && watch.Elapsed < Patience)
            {
                var answer = await client.TryCallAsync<DescribeGroupsResponse>(
                    DescribeGroupsRequest.ApiKey, new DescribeGroupsRequest { Groups = [group] }, 5, CancellationToken.None);
                isStable = answer?.Groups[0] is { GroupState: "Stable", Members.Count: MembersOfGroup };
                if (!isStable)
                    await Task.Delay(TimeSpan.FromMilliseconds(100));
            }

            _history.Add(new GroupSettled(group, isStable ? watch.Elapsed : null));
        }
    }
}
