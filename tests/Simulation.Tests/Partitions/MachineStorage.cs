using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Storage.Memory;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>A log that all processes reach in the same way, and that ends with their machine.</summary>
/// <param name="world">Where it is.</param>
/// <param name="logs">The logs.</param>
/// <param name="crash">The end of all who have a log open, and of what was not flushed.</param>
internal sealed class MachineStorage(World world, IRecordLogs logs, Action crash) : PartitionStorage
{
    private int _powerCuts;

    public override bool MayLosePower { get; } = world.Chance(0.5);

    public override int PowerCuts => _powerCuts;

    public static MachineStorage InMemory(World world)
    {
        var logs = new MemoryRecordLogs(world.Time);
        return new(world, logs, () => logs.Crash(loseUnflushed: true));
    }

    public override IRecordLogs LogsOf(Func<bool> isDead) => logs;

    public override void CutPower()
    {
        _powerCuts++;
        crash();
    }
}
