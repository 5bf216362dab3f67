using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Broker;

public sealed class BrokerSimulationTests
{
    private const int Count = 1_500;
    private static readonly BrokerRules Memory = new(FlushesToDisk: false);
    private static readonly BrokerRules Disk = new(FlushesToDisk: true);

    [Fact]
    public void What_the_brokers_memory_has_acknowledged_stays_while_owner_and_broker_do_not_end_at_once() => Seeds.Run(Count, Run(Memory));

    [Fact]
    public void What_the_brokers_disk_has_acknowledged_stays_whoever_ends() => Seeds.Run(Count, Run(Disk));

    [Fact]
    public void Of_owners_who_do_not_send_again_the_simulation_finds_broken_promises() =>
        Assert.NotNull(Seeds.FindFailure(200, Run(Memory with { SendsAgain = false })));

    [Fact]
    public void Of_owners_who_do_not_heed_barriers_the_simulation_finds_broken_promises() =>
        Assert.NotNull(Seeds.FindFailure(500, Run(Memory with { HeedsBarriers = false })));

    [Fact]
    public void Of_owners_who_believe_a_snapshot_of_what_was_lost_the_simulation_finds_broken_promises() =>
        Assert.NotNull(Seeds.FindFailure(2_000, Run(Disk with { DropsLostSnapshots = false })));

    [Fact]
    public void A_seed_replays_the_same_history()
    {
        for (var seed = 1; seed <= 10; seed++)
            Assert.Equal(History(seed), History(seed));

        static List<string> History(int seed)
        {
            var world = new World(seed, traceLength: 100_000);
            Run(Memory)(world);
            return [.. world.TraceLines];
        }
    }

    private static Action<World> Run(BrokerRules rules) => world => new BrokerSimulation(world, new BrokerStorage(world, rules)).Run();
}
