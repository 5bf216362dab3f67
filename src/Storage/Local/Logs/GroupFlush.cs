using System.Diagnostics;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// Lets all who want a flush share one: while one is under way, those who need what came after its beginning wait together for the next.
/// The flush itself runs on the thread pool.
/// </summary>
internal sealed class GroupFlush(Action flush)
{
    private readonly Lock _gate = new();
    private long _written;
    private long _flushed;
    private Flight? _current;
    private Flight? _next;

    public void MarkDirty()
    {
        lock (_gate)
            _written++;
    }

    /// <summary>Completes when all that was written before is flushed; at once where nothing is left to flush.</summary>
    public ValueTask RequestAsync(CancellationToken cancellationToken)
    {
        Flight flight;
        lock (_gate)
        {
            if (_flushed == _written)
                return ValueTask.CompletedTask;
            if (_current is null)
            {
                flight = _current = new Flight { Target = _written };
                _ = Task.Run(Run, CancellationToken.None);
            }
            else
            {
                flight = _current.Target == _written ? _current : _next ??= new Flight();
            }

            flight.Trace.Join(Activity.Current);
        }

        return new ValueTask(flight.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Completes when no flush is under way. Nobody may ask for another one meanwhile.</summary>
    public async Task WaitUntilIdleAsync()
    {
        while (true)
        {
            Task done;
            lock (_gate)
            {
                if (_current is null)
                    return;
                done = (_next ?? _current).Task;
            }

            await done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Run()
    {
        for (Flight? flight = _current; flight is not null;)
        {
            Exception? failure = null;
            var since = Stopwatch.GetTimestamp();
            flight.Trace.GoOn();
            try
            {
                using var trace = KafkaTraces.StartFlush();
                flush();
                KafkaMetrics.FlushDuration.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
            }
            catch (Exception e)
            {
                // Whatever it is, it is theirs who wait.
                failure = e;
            }

            var done = flight;
            lock (_gate)
            {
                if (failure is null)
                    _flushed = flight.Target;
                flight = _current = _next;
                _next = null;
                if (flight is not null)
                    flight.Target = _written;
            }

            if (failure is null)
                done.SetResult();
            else
                done.SetException(failure);
        }
    }

    private sealed class Flight() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public SharedTrace Trace;

        public long Target { get; set; }
    }
}
