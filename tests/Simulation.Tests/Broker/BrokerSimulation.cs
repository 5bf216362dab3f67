using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Simulation.Tests.Partitions;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// One history of one partition whose log is on a broker that hangs and crashes. Where a flush waits for the disk, owners die whenever they like; where it
/// does not, there is one owner, and everybody before him is dead, from before a crash until all is on the disk again.
/// </summary>
internal sealed class BrokerSimulation(World world, BrokerStorage storage) : PartitionSimulation(world, storage)
{
    private static readonly TimeSpan TimeToRecover = TimeSpan.FromMinutes(2);

    protected override void Disturb()
    {
        switch (World.Random.Next(6))
        {
            case 0:
                storage.Broker.Hang(World.Span(TimeSpan.FromSeconds(6)));
                break;
            case 1 or 2 when storage.Rules.FlushesToDisk:
                storage.Crash();
                break;
            case 1 or 2:
                CrashUnderOneOwner();
                break;
            default:
                base.Disturb();
                break;
        }
    }

    private void CrashUnderOneOwner()
    {
        Host.KillFormers();
        World.RunUntil(() => storage.IsOpen, TimeToRecover);
        World.RunFor(World.Span(storage.Delays.FlushInterval));
        storage.Crash();
        if (World.Chance(0.3))
        {
            World.RunFor(World.Span(TimeSpan.FromSeconds(3)));
            storage.Crash();
        }

        var tail = storage.Newest!.Tail;
        var count = tail.Batches.Count;
        World.RunUntil(() => tail.Durable >= count, TimeToRecover);
    }
}
