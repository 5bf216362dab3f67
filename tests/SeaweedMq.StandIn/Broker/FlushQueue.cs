using KafkaGateway.SeaweedMq.StandIn.Hosting;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>Sealed windows on their way to disk, in order. Who adds one waits while too much is before it.</summary>
internal sealed class FlushQueue(StandInOptions options)
{
    private readonly Lock _lock = new();
    private readonly Queue<(LogWindow Window, TaskCompletionSource Admitted)> _waiting = [];
    private readonly Pulse _changed = new();
    private long _flushingBytes;
    private bool _isStopped;

    private bool IsDone
    {
        get
        {
            lock (_lock)
                return _isStopped && _waiting.Count == 0;
        }
    }

    public Task Enqueue(LogWindow window)
    {
        lock (_lock)
        {
            // Nobody writes any more; whoever still publishes to an unloaded partition is not held up, nor told.
            if (_isStopped)
                return Task.CompletedTask;
            var admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((window, admitted));
            Admit();
            _changed.Beat();
            return admitted.Task;
        }
    }

    /// <summary>Writes windows until <see cref="Stop"/> and all that came before it is written.</summary>
    public async Task RunAsync(Func<LogWindow, CancellationToken, Task> write, CancellationToken cancellation)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (Take() is { } window)
            {
                await write(window, cancellation);
                Finish();
            }
            else if (IsDone)
                return;
            else
                await changed.WaitAsync(cancellation);
        }
    }

    public void Stop()
    {
        lock (_lock)
            _isStopped = true;
        _changed.Beat();
    }

    private LogWindow? Take()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out var next))
                return null;
            _flushingBytes = next.Window.Bytes;
            Admit();
            return next.Window;
        }
    }

    private void Finish()
    {
        lock (_lock)
        {
            _flushingBytes = 0;
            Admit();
        }
    }

    private void Admit()
    {
        var (windows, bytes) = (0, _flushingBytes);
        foreach (var (window, admitted) in _waiting)
        {
            var fits = ++windows <= options.QueuedWindows && (bytes == 0 || bytes + window.Bytes <= options.QueuedBytes);
            bytes += window.Bytes;
            if (!fits)
                break;
            admitted.TrySetResult();
        }
    }
}
