using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Cluster;

namespace KafkaGateway.Cluster.Tests.Members;

/// <summary>Which silos are lost: those whose processes have ended, not those that are ending.</summary>
public sealed class SiloLossesTests
{
    [Fact]
    public void A_silo_is_lost_when_its_process_is_neither_there_nor_leaving()
    {
        var all = View(["a", "b", "c"]);
        Assert.Empty(SiloLosses.Between(all, all));
        Assert.Equal(["b"], SiloLosses.Between(all, View(["a", "c"])));
        Assert.Empty(SiloLosses.Between(all, View(["a", "c"], "b")));
        Assert.Equal(["b"], SiloLosses.Between(View(["a", "c"], "b"), View(["a", "c"])));
        Assert.Empty(SiloLosses.Between(View(["a"]), all));
    }

    [Fact]
    public void A_silo_that_is_back_under_its_name_was_lost_meanwhile()
    {
        Assert.Equal(["a"], SiloLosses.Between(View(["a"]), View(["a"], startedMs: 2)));
        Assert.Equal(["a"], SiloLosses.Between(View([], "a"), View(["a"], startedMs: 2)));
    }

    [Fact]
    public void Gateways_owe_nobody_an_answer() =>
        Assert.Empty(SiloLosses.Between(new NodesView { Nodes = [new() { Name = "gateway", StartedMs = 1 }] }, new NodesView()));

    private static NodesView View(string[] silos, string? leaving = null, long startedMs = 1) => new()
    {
        Nodes = [.. silos.Select(name => new NodesView.ViewedNode { Name = name, StartedMs = startedMs, IsSilo = true })],
        Leaving = leaving is null ? [] : [new() { Name = leaving, StartedMs = 1 }],
    };
}
