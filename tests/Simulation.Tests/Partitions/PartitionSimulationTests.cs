using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

public sealed class PartitionSimulationTests
{
    [Fact]
    public void Partitions_lose_duplicate_and_reorder_nothing_acknowledged_through_many_owners_bad_ways_failing_logs_crashes_and_power_cuts() =>
        Seeds.Run(8_000, world => new PartitionSimulation(world).Run());

    [Fact]
    public void On_a_log_that_locks_nobody_out_the_simulation_finds_broken_promises() =>
        Assert.NotNull(Seeds.FindFailure(200, world =>
            new PartitionSimulation(world, new MachineStorage(world, new UnfencedRecordLogs(), crash: () => { })).Run()));

    [Fact]
    public void A_seed_replays_the_same_history()
    {
        for (var seed = 1; seed <= 20; seed++)
            Assert.Equal(History(seed), History(seed));

        static List<string> History(int seed)
        {
            var world = new World(seed, traceLength: 100_000);
            new PartitionSimulation(world).Run();
            return [.. world.TraceLines];
        }
    }
}
