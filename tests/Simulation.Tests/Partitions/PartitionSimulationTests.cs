using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

public sealed class PartitionSimulationTests
{
    [Fact]
    public void Partitions_lose_duplicate_and_reorder_nothing_acknowledged_through_lost_calls_failing_logs_crashes_and_power_cuts() =>
        Seeds.Run(1_000, world => new PartitionSimulation(world).Run());
}
