using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Simulation.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Simulation.Tests.Groups;

/// <summary>One history of one group: a minute of members that come, go and fail over bad ways and storage, then quiet, then the reckoning.</summary>
internal sealed class GroupSimulation
{
    public static readonly IReadOnlyDictionary<string, int> PartitionCounts = new Dictionary<string, int> { ["a"] = 3, ["b"] = 4 };

    private static readonly TimeSpan Chaos = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromMinutes(3);

    private readonly CallFaults _callFaults;
    private readonly StoreFaults _storeFaults;
    private readonly List<SimulatedMember> _members = [];
    private int _lastName;
    private string? _state;

    /// <param name="world">Where it takes place.</param>
    /// <param name="fencesOffsets">Whether the offsets are fenced. If not, promises are broken; that shows that this notices it.</param>
    public GroupSimulation(World world, bool fencesOffsets = true)
    {
        World = world;
        _callFaults = new()
        {
            MaxDelay = TimeSpan.FromMilliseconds(world.Random.Next(1, 2000)),
            Loss = world.Chance(0.5) ? world.Random.NextDouble() * 0.1 : 0,
            Repetition = world.Chance(0.5) ? world.Random.NextDouble() * 0.2 : 0,
        };
        _storeFaults = new(world)
        {
            MaxDelay = TimeSpan.FromMilliseconds(world.Random.Next(0, 500)),
            Failure = world.Chance(0.5) ? world.Random.NextDouble() * 0.2 : 0,
        };
        Calls = new(world, _callFaults);
        OwnAssignmentChance = world.Chance(0.3) ? 0.5 : 0;
        var states = new SimulatedStateStore(_storeFaults);
        var offsets = new SimulatedOffsetStore(_storeFaults) { RefusesFormerOwners = fencesOffsets };
        var catalog = new FixedCatalog([.. PartitionCounts.Select(topic => (topic.Key, topic.Value))]);
        var settings = new GroupSettings
        {
            InitialRebalanceDelayMs = world.Random.Next(0, 2) * 3000,
            MaxSize = world.Chance(0.2) ? 3 : int.MaxValue,
            // A deleted group begins again with generation 1, as in Kafka; here generations are to grow.
            OffsetsRetentionCheckIntervalMs = 3_600_000,
        };
        Host = new(world, (turns, steppedDown) => new ConsumerGroup("g", new()
        {
            Settings = settings,
            States = states,
            Offsets = offsets,
            Catalog = catalog,
            Time = world.Time,
            Turns = turns,
            NewId = world.NewGuid,
            Logger = NullLogger.Instance,
            SteppedDown = steppedDown,
        }))
        {
            FormerOwnerChance = 0.5,
        };
        IsLimited = settings.MaxSize < int.MaxValue;
    }

    public World World { get; }

    public SimulatedHost<IConsumerGroup> Host { get; }

    public SimulatedCalls Calls { get; }

    public GroupChecker Checker { get; } = new();

    public double OwnAssignmentChance { get; }

    public TimeSpan JoinTimeout { get; } = TimeSpan.FromSeconds(30);

    private bool IsLimited { get; }

    public void Run()
    {
        for (var i = World.Random.Next(1, 4); i > 0; i--)
            Start(instanceId: World.Chance(0.3) ? $"static-{i}" : null);
        while (World.Time.Elapsed < Chaos)
        {
            World.RunFor(World.Span(TimeSpan.FromSeconds(6)));
            Disturb();
        }
        Calm();
        World.RunUntil(() => IsSettled() && _state == "Stable", TimeToSettle);
        World.Run(ReckonAsync);
    }

    /// <summary>Reads one committed offset and checks it against the history.</summary>
    public async Task CheckOffsetAsync(TopicPartition partition)
    {
        var began = Checker.Offsets.Now;
        var request = new OffsetFetchRequest.OffsetFetchRequestGroup
        {
            GroupId = "g", Topics = [new() { Name = partition.Topic, PartitionIndexes = [partition.Partition] }],
        };
        var response = await Calls.CallAsync(
            Host, group => group.FetchOffsetsAsync(request, requireStable: true, default), TimeSpan.FromSeconds(5));
        World.Trace($"{partition} is read: {response.ErrorCode} {response.Topics.FirstOrDefault()?.Partitions[0].CommittedOffset}");
        if (response.ErrorCode is Protocol.ErrorCode.None)
            Checker.Offsets.CheckRead(partition, response.Topics[0].Partitions[0].CommittedOffset, began);
    }

    private IEnumerable<SimulatedMember> Live => _members.Where(member => !member.IsStopped);

    private SimulatedMember? AnyLive => Live.Any() ? Live.ElementAt(World.Random.Next(Live.Count())) : null;

    private void Start(string? instanceId)
    {
        var version = (short)World.Random.Next(instanceId is null ? 0 : 5, 10);
        var member = new SimulatedMember(this, $"m{++_lastName}", instanceId, version);
        if (World.Chance(0.2))
            member.Topics = ["b"];
        _members.Add(member);
        World.Trace($"{member.Name} starts, instance {instanceId}, version {version}");
        World.Start(member.RunAsync);
    }

    private void Disturb()
    {
        switch (World.Random.Next(9))
        {
            case 0 or 1 when Live.Count() < 6:
                Start(instanceId: World.Chance(0.3) ? $"static-{World.Random.Next(1, 4)}" : null);
                break;
            case 2 when AnyLive is { } dying:
                World.Trace($"{dying.Name} dies");
                dying.IsStopped = true;
                break;
            case 3 when AnyLive is { } leaving:
                leaving.WantsToLeave = true;
                break;
            case 4 when AnyLive is { } again:
                again.WantsToJoinAgain = true;
                break;
            case 5 when AnyLive is { } changed:
                changed.Topics = World.Chance(0.5) ? ["a", "b"] : ["b"];
                changed.WantsToJoinAgain = true;
                break;
            case 6 when AnyLive is { InstanceId: { } instance } restarted:
                // The process that runs the member is replaced; now and then the old one lives on for a while.
                restarted.IsStopped = World.Chance(0.8);
                Start(instance);
                break;
            case 7:
                World.Trace($"coordinator crashes");
                Host.Crash();
                break;
            case 8:
                World.Trace($"a second coordinator appears");
                Host.Split();
                break;
        }
    }

    private void Calm()
    {
        World.Trace($"calm");
        (_callFaults.Loss, _callFaults.MaxDelay, _callFaults.Repetition) = (0, TimeSpan.FromMilliseconds(20), 0);
        (_storeFaults.Failure, _storeFaults.MaxDelay) = (0, TimeSpan.FromMilliseconds(5));
        Host.Crash();
        // One at least whom nobody fences.
        Start(instanceId: null);
        World.Start(WatchAsync);
    }

    /// <summary>
    /// Everybody who lives is in the same generation, and they share all partitions. A group that is full leaves some outside.
    /// </summary>
    private bool IsSettled()
    {
        var stable = Live.Where(member => member.StableGeneration > 0).ToList();
        return (IsLimited ? stable.Count > 0 : stable.Count == Live.Count())
            && stable.Select(member => member.StableGeneration).Distinct().Count() == 1
            && stable.SelectMany(member => member.Owned).Order(PartitionOrder).SequenceEqual(SubscribedPartitions(stable));
    }

    private static readonly Comparer<TopicPartition> PartitionOrder = Comparer<TopicPartition>.Create((one, other) =>
        string.CompareOrdinal(one.Topic, other.Topic) is var byTopic and not 0 ? byTopic : one.Partition.CompareTo(other.Partition));

    private static IEnumerable<TopicPartition> SubscribedPartitions(List<SimulatedMember> members) => PartitionCounts
        .Where(topic => members.Exists(member => member.Topics.Contains(topic.Key)))
        .SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => new TopicPartition(topic.Key, partition)))
        .Order(PartitionOrder);

    private async Task WatchAsync()
    {
        while (true)
        {
            _state = (await Host.Current.Actor.DescribeAsync(default)).GroupState;
            await World.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private async Task ReckonAsync()
    {
        Host.Crash();
        foreach (var (topic, count) in PartitionCounts)
        {
            for (var partition = 0; partition < count; partition++)
                await CheckOffsetAsync(new(topic, partition));
        }
    }
}
