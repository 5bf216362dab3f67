using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>Runs an actor's later turns on its <see cref="ActorTurns"/> when the clock says so.</summary>
internal sealed class TurnTimers(ActorTurns turns, TimeProvider time) : ITurnScheduler
{
    public IDisposable Schedule(TimeSpan due, Func<ValueTask> turn)
    {
        var scheduled = new ScheduledTurn(turns, turn);
        scheduled.Start(time, due > TimeSpan.Zero ? due : TimeSpan.Zero);
        return scheduled;
    }

    private sealed class ScheduledTurn(ActorTurns turns, Func<ValueTask> turn) : IDisposable
    {
        private ITimer? _timer;
        private volatile bool _disposed;

        public void Start(TimeProvider time, TimeSpan due)
        {
            _timer = time.CreateTimer(static self => ((ScheduledTurn)self!).Fire(), this, due, Timeout.InfiniteTimeSpan);
            if (_disposed)
            {
                _timer.Dispose();
            }
        }

        public void Dispose()
        {
            _disposed = true;
            _timer?.Dispose();
        }

        private void Fire() => turns.RunAsync(async () =>
        {
            Interlocked.Exchange(ref _timer, null)?.Dispose();
            if (!_disposed)
            {
                await turn();
            }

            return true;
        });
    }
}
