using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Simulation.Tests.Partitions;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>A broker and the record beside its log.</summary>
internal sealed class BrokerStorage : PartitionStorage
{
    private readonly World _world;
    private int _moments;

    public BrokerStorage(World world, BrokerRules rules)
    {
        (_world, Rules, Delays) = (world, rules, new BrokerDelays(world));
        Broker = new SimulatedBroker(world, Delays);
    }

    public SimulatedBroker Broker { get; }

    public OwnerRecord Record { get; } = new(Key);

    public BrokerRules Rules { get; }

    public BrokerDelays Delays { get; }

    /// <summary>The log as its newest owner has it open.</summary>
    public BrokerRecordLog? Newest { get; set; }

    /// <summary>Whether that owner is in office.</summary>
    public bool IsOpen => Newest is { IsAlive: true } log && log.Term == Record.Term;

    public override bool MayLosePower => Rules.FlushesToDisk;

    /// <summary>Where everything may end at any time, there may have been one between any two moments: only what is on the disk is promised.</summary>
    public override int PowerCuts => MayLosePower ? ++_moments : 0;

    public override IRecordLogs LogsOf(Func<bool> isDead) => new BrokerRecordLogs(_world, this, new OwnerLife(isDead));

    public override void CutPower() => Crash();

    public void Crash() => Broker.Crash(TimeSpan.FromMilliseconds(_world.Random.Next(300, 1500)));
}
