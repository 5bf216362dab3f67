using KafkaGateway.Actors.Cluster;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using Orleans.Concurrency;

namespace KafkaGateway.Grains;

/// <summary>Hosts the one list of nodes.</summary>
[Reentrant, RendezvousPlacement, GrainType("nodes")]
internal sealed class NodesGrain(SiloPorts silo, SiloNames names) : Grain, INodesGrain
{
    private readonly Nodes _nodes = new(silo.States, silo.Time, Guid.NewGuid, silo.Logger, names.IsDead);

    public ValueTask<NodesView> BeatAsync(NodeHeartbeat heartbeat, CancellationToken cancellationToken) => _nodes.BeatAsync(heartbeat, cancellationToken);

    public ValueTask LeaveAsync(string name, CancellationToken cancellationToken) => _nodes.LeaveAsync(name, cancellationToken);
}
