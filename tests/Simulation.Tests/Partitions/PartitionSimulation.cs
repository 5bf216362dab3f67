using KafkaGateway.Actors.Partitions;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// One history of one partition: producers and consumers over bad ways and bad storage, owners that die and owners that do not know that their time is
/// over, then quiet, then the reckoning.
/// </summary>
internal class PartitionSimulation
{
    private static readonly TimeSpan Chaos = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromMinutes(2);
    private readonly CallFaults _callFaults;
    private readonly LogFaultRates _logFaults;
    private readonly PartitionCalls _calls;
    private readonly KnownEnd _known;
    private readonly List<SimulatedProducer> _producers;
    private readonly List<SimulatedConsumer> _consumers;

    public PartitionSimulation(World world)
        : this(world, MachineStorage.InMemory(world))
    {
    }

    public PartitionSimulation(World world, PartitionStorage storage)
    {
        World = world;
        _callFaults = new()
        {
            MaxDelay = TimeSpan.FromMilliseconds(world.Random.Next(1, 500)),
            Loss = world.Chance(0.7) ? world.Random.NextDouble() * 0.2 : 0,
            Repetition = world.Chance(0.5) ? world.Random.NextDouble() * 0.3 : 0,
        };
        _logFaults = new()
        {
            MaxDelay = world.Chance(0.8) ? TimeSpan.FromMilliseconds(world.Random.Next(1, 400)) : TimeSpan.Zero,
            Failure = world.Chance(0.5) ? world.Random.NextDouble() * 0.1 : 0,
        };
        var options = new PartitionOptions
        {
            FlushBeforeAck = true,
            SnapshotEveryBytes = world.Random.Next(100, 5000),
            UpkeepInterval = TimeSpan.FromSeconds(world.Random.Next(1, 30)),
            MaxWaitingFetches = world.Random.Next(1, 4),
        };
        Host = new(world, storage, _logFaults, options)
        {
            MayLosePower = storage.MayLosePower,
            FormerOwnerChance = world.Random.NextDouble() * 0.7,
        };
        _calls = new(world, _callFaults, Host);
        _known = new(Host);
        _producers = [.. Enumerable.Range(0, world.Random.Next(1, 5)).Select(i =>
            new SimulatedProducer(world, Host, _calls, _known, $"p{i}", world.Chance(0.6) ? 100 + i : -1))];
        _consumers = [.. Enumerable.Range(0, world.Random.Next(1, 3)).Select(_ => new SimulatedConsumer(world, Host, _calls, _known))];
    }

    protected World World { get; }

    protected PartitionHost Host { get; }

    public void Run()
    {
        _producers.ForEach(producer => World.Start(producer.RunAsync));
        _consumers.ForEach(consumer => World.Start(consumer.RunAsync));
        World.Start(new SimulatedObserver(World, _calls, _known).RunAsync);
        while (World.Time.Elapsed < Chaos)
        {
            World.RunFor(World.Span(TimeSpan.FromSeconds(4)));
            Disturb();
        }

        World.Trace($"calm");
        (_callFaults.Loss, _callFaults.MaxDelay, _callFaults.Repetition) = (0, TimeSpan.FromMilliseconds(5), 0);
        (_logFaults.Failure, _logFaults.MaxDelay) = (0, TimeSpan.FromMilliseconds(2));
        Host.FormerOwnerChance = 0;
        _producers.ForEach(producer => producer.IsStopped = true);
        World.RunUntil(() => _producers.TrueForAll(producer => producer.IsDone), TimeToSettle);

        // What the producers gave up on may still be on its way.
        World.RunFor(TimeSpan.FromSeconds(5));
        var log = World.Run(ReadAllAsync);
        PartitionChecker.Check(log, _producers, Host.PowerCuts, wasRepeated: _calls.Repeated > 0);
        World.RunUntil(() => _consumers.TrueForAll(consumer => consumer.Seen.Count == log.Count && consumer.Seen.SequenceEqual(log)), TimeToSettle);
    }

    /// <summary>Lets one thing go wrong.</summary>
    protected virtual void Disturb()
    {
        switch (World.Random.Next(10))
        {
            case < 4:
                World.Trace($"a second owner appears");
                Host.Split();
                break;
            case 4 or 5:
                World.Trace($"one process dies");
                Host.KillOne();
                break;
            case 6:
                World.Trace($"the owner is closed while there is a new one");
                Host.HandOver();
                break;
            default:
                var powerCut = Host.MayLosePower && World.Chance(0.7);
                World.Trace($"all processes die, power cut: {powerCut}");
                Host.Crash(powerCut);
                break;
        }
    }

    // Through a new owner, which knows nothing but what is stored.
    private async Task<List<(string Value, int Epoch)>> ReadAllAsync()
    {
        Host.Crash(powerCut: false);
        var reader = new SimulatedConsumer(World, Host, _calls, _known);
        while (await reader.ReadAsync(maxWaitMs: 0))
        {
            // More to come.
        }

        return reader.Seen;
    }
}
