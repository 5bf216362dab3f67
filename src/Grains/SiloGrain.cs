using KafkaGateway.Grains.Cluster;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using Orleans.Concurrency;

namespace KafkaGateway.Grains;

/// <summary>One on each silo, so that others can speak with just that silo.</summary>
[Reentrant, SiloPlacement, GrainType("silo")]
internal sealed class SiloGrain(SettingsFollower settings) : Grain, ISiloGrain
{
    public ValueTask FollowSettingsAsync(CancellationToken cancellationToken) => settings.FollowAsync(cancellationToken);
}
