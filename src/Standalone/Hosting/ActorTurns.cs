namespace KafkaGateway.Standalone.Hosting;

/// <summary>
/// One actor's turns: a task scheduler that runs one piece of work at a time, in the order of arrival. Code that awaits inside a turn comes
/// back to the same scheduler, so an actor's state is never touched by two threads at once.
/// </summary>
/// <remarks>
/// A call to an idle actor runs on the caller's own thread until its first real await, which saves two thread switches on every produce
/// and fetch. Everything else runs on the thread pool.
/// </remarks>
internal sealed class ActorTurns : TaskScheduler, IThreadPoolWorkItem
{
    private const int TurnsBeforeYielding = 64;

    [ThreadStatic]
    private static Task? s_startingInline;

    private readonly Lock _gate = new();
    private readonly Queue<Task> _waiting = new();
    private bool _running;

    /// <summary>Calls made one after another begin in that order.</summary>
    public Task<T> RunAsync<T>(Func<ValueTask<T>> turn)
    {
        var task = new Task<Task<T>>(static state => ((Func<ValueTask<T>>)state!)().AsTask(), turn);
        if (TryClaim())
        {
            RunInline(task);
            ReleaseOrContinue();
        }
        else
        {
            task.Start(this);
        }

        return task.IsCompletedSuccessfully ? task.Result : task.Unwrap();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var turns = 0; turns < TurnsBeforeYielding; turns++)
        {
            Task next;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next!))
                {
                    _running = false;
                    return;
                }
            }

            TryExecuteTask(next);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        if (s_startingInline == task)
        {
            s_startingInline = null;
            TryExecuteTask(task);
            return;
        }

        lock (_gate)
        {
            _waiting.Enqueue(task);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _waiting];
        }
    }

    // A caller's synchronization context would draw the turn's continuations to itself, past this scheduler.
    private void RunInline(Task task)
    {
        var callers = SynchronizationContext.Current;
        if (callers is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }

        s_startingInline = task;
        task.Start(this);
        if (callers is not null)
        {
            SynchronizationContext.SetSynchronizationContext(callers);
        }
    }

    private bool TryClaim()
    {
        lock (_gate)
        {
            if (_running)
            {
                return false;
            }

            return _running = true;
        }
    }

    private void ReleaseOrContinue()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _running = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }
}
