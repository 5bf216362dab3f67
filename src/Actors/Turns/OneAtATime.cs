namespace KafkaGateway.Actors.Turns;

/// <summary>
/// Runs an actor's longer operations one after another, in the order of their calls. Turns never run beside each other, but other turns run
/// between the awaits of one; what reads, decides and writes must not be interleaved with its like.
/// </summary>
internal sealed class OneAtATime
{
    private Task _last = Task.CompletedTask;
    private int _pending;

    /// <summary>Whether none is running or waiting.</summary>
    public bool IsIdle => _pending == 0;

    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> operation)
    {
        var before = _last;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _last = done.Task;
        _pending++;
        await before;
        try
        {
            return await operation();
        }
        finally
        {
            _pending--;
            done.SetResult();
        }
    }
}
