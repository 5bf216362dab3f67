using KafkaGateway.Contracts.Actors;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Hosting;

/// <summary>Runs an actor's later turns as timers of its grain. They are no use that keeps a grain awake: what it must not miss, it stores.</summary>
internal sealed class GrainTurns(Grain grain) : ITurnScheduler
{
    public IDisposable Schedule(TimeSpan due, Func<ValueTask> turn)
    {
        var scheduled = new ScheduledTurn(turn);
        scheduled.Timer = grain.RegisterGrainTimer(
            static (scheduled, _) => scheduled.RunAsync(),
            scheduled,
            new GrainTimerCreationOptions(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
        return scheduled;
    }

    private sealed class ScheduledTurn(Func<ValueTask> turn) : IDisposable
    {
        public IGrainTimer? Timer { get; set; }

        public async Task RunAsync()
        {
            if (Timer is null)
                return;
            Dispose();
            await turn();
        }

        public void Dispose()
        {
            Timer?.Dispose();
            Timer = null;
        }
    }
}
