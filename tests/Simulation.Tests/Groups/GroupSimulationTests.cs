using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Groups;

public sealed class GroupSimulationTests
{
    [Fact]
    public void Groups_keep_Kafkas_promises_through_joins_deaths_lost_calls_crashes_and_failing_storage() =>
        Seeds.Run(2_000, world => new GroupSimulation(world).Run());
}
