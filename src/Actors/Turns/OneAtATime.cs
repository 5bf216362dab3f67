namespace KafkaGateway.Actors.Turns;

/// <summary>
/// Runs an actor's longer operations one after another, in the order of their calls. Turns never run beside each other, but other turns run
/// between the awaits of one; what reads, decides and writes must not be interleaved with its like.
/// </summary>
internal sealed class OneAtATime
{
    private Task _last = Task.CompletedTask;

    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> operation)
    {
        var before = _last;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _last = done.Task;
        await before;
        try
        {
            return await operation();
        }
        finally
        {
            done.SetResult();
        }
    }
}
