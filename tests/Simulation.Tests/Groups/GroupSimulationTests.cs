using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Groups;

public sealed class GroupSimulationTests
{
    [Fact]
    public void Groups_keep_Kafkas_promises_through_joins_deaths_lost_calls_crashes_and_failing_storage() =>
        Seeds.Run(4_000, world => new GroupSimulation(world).Run());

    [Fact]
    public void Without_the_owners_epoch_on_offsets_the_simulation_finds_broken_promises() =>
        Assert.NotNull(Seeds.FindFailure(1_000, world => new GroupSimulation(world, fencesOffsets: false).Run()));

    [Fact]
    public void A_seed_replays_the_same_history()
    {
        for (var seed = 1; seed <= 20; seed++)
            Assert.Equal(History(seed), History(seed));

        static List<string> History(int seed)
        {
            var world = new World(seed, traceLength: 100_000);
            new GroupSimulation(world).Run();
            return [.. world.TraceLines];
        }
    }
}
