using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace KafkaGateway.Grains.Placement;

/// <summary>Places a grain on the silo whose address is its key.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloPlacementAttribute() : PlacementAttribute(new SiloPlacement());

/// <summary>The strategy that the attribute names.</summary>
[GenerateSerializer, Immutable, Alias("kafka.silo-placement")]
internal sealed class SiloPlacement : PlacementStrategy;

/// <summary>Finds that silo.</summary>
internal sealed class SiloPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"silo {silo} is gone");
    }
}
