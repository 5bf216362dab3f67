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
    private Queue<IWaiting>? _waiting;
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
            var activation = new WaitingCall<bool>(_ => new(true));
            _waiting.Enqueue(activation);
            await ((Task)activation.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
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

    private async ValueTask<TResult> ActivateAndCallAsync<TResult>(Func<T, ValueTask<TResult>> call)
    {
        if (_retired)
        {
            throw new ActorRetiredException();
        }

        var waiting = new WaitingCall<TResult>(call);
        if (_waiting is not null)
        {
            _waiting.Enqueue(waiting);
        }
        else
        {
            _waiting = new([waiting]);
            _ = ActivateAsync();
        }

        return await waiting.Result;
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
            EndWaiting(waiting => waiting.Fail(failure));
            return;
        }

        EndWaiting(waiting => waiting.Begin(_actor));
    }

    // In one turn, so that no call that comes now begins before those that have waited.
    private void EndWaiting(Action<IWaiting> end)
    {
        var waiting = _waiting!;
        _waiting = null;
        while (waiting.TryDequeue(out var call))
        {
            end(call);
        }
    }

    private interface IWaiting
    {
        void Begin(T actor);

        void Fail(Exception failure);
    }

    private sealed class WaitingCall<TResult>(Func<T, ValueTask<TResult>> call) : IWaiting
    {
        private readonly TaskCompletionSource<Task<TResult>> _begun = new();

        public Task<TResult> Result => _begun.Task.Unwrap();

        public void Begin(T actor) => _begun.SetResult(CallAsync(actor));

        public void Fail(Exception failure) => _begun.SetException(failure);

        private async Task<TResult> CallAsync(T actor) => await call(actor);
    }
}

/// <summary>The actor behind a reference was retired; looking it up again finds its successor.</summary>
internal sealed class ActorRetiredException() : Exception("The actor was retired.");
