using KafkaGateway.Actors.Partitions;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// One history of one partition: producers and consumers over bad ways and bad storage, owners that die and owners that do not know that their time is
/// over, then quiet, then the reckoning.
/// </summary>
internal sealed class PartitionSimulation
{
    private static readonly TimeSpan Chaos = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromMinutes(2);
    private readonly World _world;
    private readonly CallFaults _callFaults;
    private readonly LogFaultRates _logFaults;
    private readonly PartitionHost _host;
    private readonly PartitionCalls _calls;
    private readonly KnownEnd _known;
    private readonly List<SimulatedProducer> _producers;
    private readonly List<SimulatedConsumer> _consumers;

    public PartitionSimulation(World world)
        : this(world, PartitionStorage.InMemory(world))
    {
    }

    public PartitionSimulation(World world, PartitionStorage storage)
    {
        _world = world;
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
        _host = new(world, storage, _logFaults, options)
        {
            MayLosePower = world.Chance(0.5),
            FormerOwnerChance = world.Random.NextDouble() * 0.7,
        };
        _calls = new(world, _callFaults, _host);
        _known = new(_host);
        _producers = [.. Enumerable.Range(0, world.Random.Next(1, 5)).Select(i =>
            new SimulatedProducer(world, _host, _calls, _known, $"p{i}", world.Chance(0.6) ? 100 + i : -1))];
        _consumers = [.. Enumerable.Range(0, world.Random.Next(1, 3)).Select(_ => new SimulatedConsumer(world, _host, _calls, _known))];
    }

    public void Run()
    {
        _producers.ForEach(producer => _world.Start(producer.RunAsync));
        _consumers.ForEach(consumer => _world.Start(consumer.RunAsync));
        _world.Start(new SimulatedObserver(_world, _calls, _known).RunAsync);
        while (_world.Time.Elapsed < Chaos)
        {
            _world.RunFor(_world.Span(TimeSpan.FromSeconds(4)));
            Disturb();
        }

        _world.Trace($"calm");
        (_callFaults.Loss, _callFaults.MaxDelay, _callFaults.Repetition) = (0, TimeSpan.FromMilliseconds(5), 0);
        (_logFaults.Failure, _logFaults.MaxDelay) = (0, TimeSpan.FromMilliseconds(2));
        _host.FormerOwnerChance = 0;
        _producers.ForEach(producer => producer.IsStopped = true);
        _world.RunUntil(() => _producers.TrueForAll(producer => producer.IsDone), TimeToSettle);

        // What the producers gave up on may still be on its way.
        _world.RunFor(TimeSpan.FromSeconds(5));
        var log = _world.Run(ReadAllAsync);
        PartitionChecker.Check(log, _producers, _host.PowerCuts, wasRepeated: _calls.Repeated > 0);
        _world.RunUntil(() => _consumers.TrueForAll(consumer => consumer.Seen.Count == log.Count && consumer.Seen.SequenceEqual(log)), TimeToSettle);
    }

    private void Disturb()
    {
        switch (_world.Random.Next(10))
        {
            case < 4:
                _world.Trace($"a second owner appears");
                _host.Split();
                break;
            case 4 or 5:
                _world.Trace($"one process dies");
                _host.KillOne();
                break;
            case 6:
                _world.Trace($"the owner is closed while there is a new one");
                _host.HandOver();
                break;
            default:
                var powerCut = _host.MayLosePower && _world.Chance(0.7);
                _world.Trace($"all processes die, power cut: {powerCut}");
                _host.Crash(powerCut);
                break;
        }
    }

    // Through a new owner, which knows nothing but what is stored.
    private async Task<List<(string Value, int Epoch)>> ReadAllAsync()
    {
        _host.Crash(powerCut: false);
        var reader = new SimulatedConsumer(_world, _host, _calls, _known);
        while (await reader.ReadAsync(maxWaitMs: 0))
        {
            // More to come.
        }

        return reader.Seen;
    }
}
