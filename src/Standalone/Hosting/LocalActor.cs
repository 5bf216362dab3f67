using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>
/// One actor in this process: activated by the first call, its calls run as turns. An actor that can serve no longer is replaced by a new
/// activation at the next call; one that holds nothing can be retired, and its place in memory given up.
/// </summary>
internal sealed class LocalActor<T>(TimeProvider time, Func<ITurnScheduler, ValueTask<T>> activate, Func<T, bool>? hasFailed = null)
    where T : class
{
    private readonly ActorTurns _turns = new();
    private T? _actor;
    private Queue<TaskCompletionSource<T>>? _waiting;
    private bool _retired;

    /// <summary>Whether the actor was activated and not retired. Known for certain only within its turns.</summary>
    public bool IsActive => _actor is not null && !_retired;

    /// <summary>Calls made one after another begin in that order, also while the actor is still being activated.</summary>
    /// <exception cref="ActorRetiredException">The actor was retired; whoever called must look it up again.</exception>
    public ValueTask<TResult> CallAsync<TResult>(Func<T, ValueTask<TResult>> call) => new(_turns.RunAsync(
        () => _actor is { } actor && !_retired && hasFailed?.Invoke(actor) != true ? call(actor) : ActivateAndCallAsync(call)));

    /// <inheritdoc cref="CallAsync{TResult}(Func{T, ValueTask{TResult}})"/>
    public async ValueTask CallAsync(Func<T, ValueTask> call) => await CallAsync(async actor =>
    {
        await call(actor);
        return true;
    });

    /// <summary>Runs a turn with the actor if it is active, with null if it is not.</summary>
    public Task<TResult> PeekAsync<TResult>(Func<T?, ValueTask<TResult>> turn) => _turns.RunAsync(async () =>
    {
        while (_waiting is not null)
        {
            await ((Task)ActivationAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return await turn(_retired ? null : _actor);
    });

    /// <summary>Retires the actor if <paramref name="may"/> agrees, and lets go of it. Calls that come later fail as retired.</summary>
    public Task<bool> RetireAsync(Func<T?, bool> may) => PeekAsync(async actor =>
    {
        if (_retired || !may(actor))
        {
            return false;
        }

        _retired = true;
        _actor = null;
        switch (actor)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }

        return true;
    });

    private async ValueTask<TResult> ActivateAndCallAsync<TResult>(Func<T, ValueTask<TResult>> call) =>
        await call(_retired ? throw new ActorRetiredException() : await ActivationAsync());

    // A task that several await runs their continuations in no promised order (in fact backwards), so every waiting call has one of its own.
    private Task<T> ActivationAsync()
    {
        var waiter = new TaskCompletionSource<T>();
        if (_waiting is not null)
        {
            _waiting.Enqueue(waiter);
            return waiter.Task;
        }

        _waiting = new Queue<TaskCompletionSource<T>>([waiter]);
        _ = ActivateAsync();
        return waiter.Task;
    }

    private async Task ActivateAsync()
    {
        try
        {
            if (_actor is IAsyncDisposable failed)
            {
                _actor = null;
                await failed.DisposeAsync();
            }

            _actor = await activate(new TurnTimers(_turns, time));
        }
        catch (Exception failure)
        {
            Release(waiter => waiter.SetException(failure));
            return;
        }

        Release(waiter => waiter.SetResult(_actor));
    }

    private void Release(Action<TaskCompletionSource<T>> release)
    {
        var waiting = _waiting!;
        _waiting = null;
        while (waiting.TryDequeue(out var waiter))
        {
            release(waiter);
        }
    }
}

/// <summary>The actor behind a reference was retired; looking it up again finds its successor.</summary>
internal sealed class ActorRetiredException() : Exception("The actor was retired.");
