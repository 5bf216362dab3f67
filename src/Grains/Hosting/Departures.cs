using Orleans.Runtime;

namespace KafkaGateway.Grains.Hosting;

/// <summary>
/// Tells a grain that Orleans wants it to go as soon as it does, whatever the reason: the silo that keeps its entry in the directory died, it moves, it
/// was idle. Grains themselves are told only when none of their calls runs any more, and all who call until then have to wait.
/// </summary>
internal sealed class Departures : IActivationWorkingSetObserver
{
    void IActivationWorkingSetObserver.OnDeactivating(IActivationWorkingSetMember member)
    {
        if ((member as IGrainContext)?.GrainInstance is ActorGrain grain)
            grain.EndWaits();
    }
}
