using Orleans.Placement;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Placement;

/// <summary>Places a grain by rendezvous hashing over the names of the silos, so that a gateway can tell where it is without asking.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RendezvousPlacementAttribute() : PlacementAttribute(new RendezvousPlacement());

/// <summary>The strategy that the attribute names.</summary>
[GenerateSerializer, Immutable, Alias("kafka.rendezvous-placement")]
internal sealed class RendezvousPlacement : PlacementStrategy;
