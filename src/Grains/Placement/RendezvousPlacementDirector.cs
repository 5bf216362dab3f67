using KafkaGateway.Contracts.Cluster;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace KafkaGateway.Grains.Placement;

/// <summary>Chooses the silo that wins a grain's key, by silo names: they outlive restarts, addresses do not.</summary>
internal sealed class RendezvousPlacementDirector(ISiloStatusOracle silos) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(Winner(target.GrainIdentity, context.GetCompatibleSilos(target)));

    /// <summary>The silo among those that wins the grain.</summary>
    public SiloAddress Winner(GrainId grain, IReadOnlyList<SiloAddress> among) =>
        Rendezvous.Choose(KeyHash(grain), among, silo => Rendezvous.Hash(NameOf(silo)))
        ?? throw new SiloUnavailableException($"no silo can host {grain}");

    /// <summary>What the winner of a grain depends on: its key without its type.</summary>
    public static ulong KeyHash(GrainId grain) => Rendezvous.Hash(grain.Key.ToString()!);

    private string NameOf(SiloAddress silo) => silos.TryGetSiloName(silo, out var name) ? name : silo.ToString();
}
