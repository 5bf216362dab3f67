using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Simulation.Tests.Kernel;

/// <summary>Later turns of one actor, until that actor is killed.</summary>
public sealed class WorldTurns(World world) : ITurnScheduler
{
    private bool _isDead;

    public IDisposable Schedule(TimeSpan due, Func<ValueTask> turn) => world.At(due, () =>
    {
        if (!_isDead)
            world.Start(async () => await turn());
    });

    public void Kill() => _isDead = true;
}
