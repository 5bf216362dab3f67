using KafkaGateway.Contracts.Cluster;

namespace KafkaGateway.Contracts.Tests;

public sealed class RendezvousTests
{
    private const int Keys = 10_000;
    private static readonly string[] Names = ["silo-1", "silo-2", "silo-3", "silo-4", "silo-5"];

    [Fact]
    public void The_hash_of_a_text_never_changes()
    {
        // Gateways and silos of different versions must agree.
        Assert.Equal(0xefd01f60ba992926, Rendezvous.Hash(""));
        Assert.NotEqual(Rendezvous.Hash("silo-1"), Rendezvous.Hash("silo-2"));
    }

    [Fact]
    public void The_order_of_the_candidates_does_not_matter()
    {
        for (var key = 0; key < Keys; key++)
            Assert.Equal(Winner(key, Names), Winner(key, [.. Names.Reverse()]));
    }

    [Fact]
    public void Each_candidate_wins_about_its_share()
    {
        var shares = Enumerable.Range(0, Keys).CountBy(key => Winner(key, Names)!).ToDictionary();
        Assert.All(Names, name => Assert.InRange(shares[name], Keys / 5 * 0.9, Keys / 5 * 1.1));
    }

    [Fact]
    public void When_a_candidate_goes_only_its_own_keys_change_hands()
    {
        for (var key = 0; key < Keys; key++)
        {
            var before = Winner(key, Names);
            if (before != "silo-3")
                Assert.Equal(before, Winner(key, [.. Names.Where(name => name != "silo-3")]));
        }
    }

    [Fact]
    public void Nobody_wins_among_none() => Assert.Null(Rendezvous.Choose<string>(1, [], Rendezvous.Hash));

    private static string? Winner(int key, string[] among) => Rendezvous.Choose(Rendezvous.Hash($"t/{key}"), among, Rendezvous.Hash);
}
