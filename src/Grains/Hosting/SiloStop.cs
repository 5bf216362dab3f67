using Orleans.Runtime;

namespace KafkaGateway.Grains.Hosting;

/// <summary>Ends all that waits on this silo when it begins to stop, so that its grains can be handed over at once.</summary>
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
