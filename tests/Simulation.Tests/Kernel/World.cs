namespace KafkaGateway.Simulation.Tests.Kernel;

/// <summary>
/// One thread, one clock, one source of chance: what runs in it runs in the same order whenever the seed is the same. Asynchronous code comes
/// back here after each await; time passes only when nothing is left to do at the present moment.
/// </summary>
public sealed class World
{
    private readonly Scheduler _scheduler = new();
    private readonly PriorityQueue<Happening, (DateTimeOffset Time, long Order)> _future = new();
    private readonly Queue<string> _trace = new();
    private readonly int _traceLength;
    private long _order;
    private Exception? _failure;

    /// <summary>Makes a world that remembers the last lines of its trace.</summary>
    public World(int seed, int traceLength = 200)
    {
        Random = new Random(seed);
        _traceLength = traceLength;
    }

    public Random Random { get; }

    public VirtualTime Time { get; } = new();

    public IEnumerable<string> TraceLines => _trace;

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>A random span up to a limit, small ones more often.</summary>
    public TimeSpan Span(TimeSpan limit) => limit * Math.Pow(Random.NextDouble(), 3);

    public Guid NewGuid()
    {
        Span<byte> octets = stackalloc byte[16];
        Random.NextBytes(octets);
        return new(octets);
    }

    /// <summary>Notes a line; built only where somebody keeps it.</summary>
    public void Trace(FormattableString line)
    {
        if (_traceLength == 0)
            return;
        _trace.Enqueue(FormattableString.Invariant($"{Time.Elapsed.TotalSeconds,9:F3} ") + FormattableString.Invariant(line));
        if (_trace.Count > _traceLength)
            _trace.Dequeue();
    }

    /// <summary>Starts something in this world. Its failure is the world's.</summary>
    public void Start(Func<Task> work) => Post(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            _failure ??= failure;
        }
    });

    /// <summary>Runs something at a later time unless it is taken back before.</summary>
    public IDisposable At(TimeSpan due, Action action)
    {
        var happening = new Happening(action);
        _future.Enqueue(happening, (Time.Now + (due > TimeSpan.Zero ? due : TimeSpan.Zero), _order++));
        return happening;
    }

    public Task Delay(TimeSpan span)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        At(span, done.SetResult);
        return done.Task;
    }

    /// <summary>Runs something to its end, time passing as it needs.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        Task<T>? result = null;
        Start(() => result = work());
        RunUntil(() => result is { IsCompleted: true }, TimeSpan.FromDays(1));
        return result!.GetAwaiter().GetResult();
    }

    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Lets the given time pass.</summary>
    public void RunFor(TimeSpan span)
    {
        var end = Time.Now + span;
        Step(end, () => false);
        Time.MoveTo(end);
    }

    /// <summary>Lets time pass until something is so.</summary>
    /// <exception cref="TimeoutException">It is not so within the limit.</exception>
    public void RunUntil(Func<bool> condition, TimeSpan limit)
    {
        if (!Step(Time.Now + limit, condition))
            throw new TimeoutException($"Not within {limit} of virtual time.");
    }

    private bool Step(DateTimeOffset end, Func<bool> condition)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (true)
            {
                _scheduler.RunReady();
                if (_failure is not null)
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
                if (condition())
                    return true;
                if (!_future.TryPeek(out var next, out var when) || when.Time > end)
                    return false;
                _future.Dequeue();
                if (next.Action is not { } action)
                    continue;
                Time.MoveTo(when.Time);
                Post(() =>
                {
                    action();
                    return Task.CompletedTask;
                });
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void Post(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap().ContinueWith(
            failed => _failure ??= failed.Exception!.InnerException,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            _scheduler);

    private sealed class Happening(Action action) : IDisposable
    {
        public Action? Action { get; private set; } = action;

        public void Dispose() => Action = null;
    }

    /// <summary>Runs tasks in the order they become ready, on the thread that steps the world.</summary>
    private sealed class Scheduler : TaskScheduler
    {
        private readonly Queue<Task> _ready = new();

        public void RunReady()
        {
            while (_ready.TryDequeue(out var task))
                TryExecuteTask(task);
        }

        protected override void QueueTask(Task task) => _ready.Enqueue(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            !taskWasPreviouslyQueued && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => _ready;
    }
}
