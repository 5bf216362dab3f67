using KafkaGateway.Actors.Topics;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using Orleans.Concurrency;

namespace KafkaGateway.Grains;

/// <summary>Hosts the one source of producer ids.</summary>
[Reentrant, RendezvousPlacement, GrainType("producer-ids")]
internal sealed class ProducerIdsGrain(SiloPorts silo) : Grain, IProducerIdsGrain
{
    private readonly ProducerIds _ids = new(silo.States);

    public ValueTask<long> AllocateAsync(int count, CancellationToken cancellationToken) => _ids.AllocateAsync(count, cancellationToken);
}
