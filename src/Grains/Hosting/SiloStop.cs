using Orleans.Runtime;

namespace KafkaGateway.Grains.Hosting;

/// <summary>
/// Ends all that waits on this silo when it begins to stop, so that its grains can be handed over at once. <see cref="Departures"/> alone would not do:
/// Orleans lets grains go some hundreds at a time, each batch when the one before it has gone, and calls may still wake others meanwhile.
/// </summary>
internal sealed class SiloStop(HostedGrains hosted) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SiloStop),
        ServiceLifecycleStage.BecomeActive,
        _ => Task.CompletedTask,
        _ =>
        {
            hosted.Stop();
            return Task.CompletedTask;
        });
}
