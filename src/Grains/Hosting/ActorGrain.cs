using KafkaGateway.Contracts.Actors;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Hosting;

/// <summary>
/// The base of the grains that host an actor whose calls may wait. Orleans lets a grain go only when none of its calls runs, so when it is to go
/// those that wait are told to end; they answer with what there is or say that the client should ask again.
/// </summary>
internal abstract class ActorGrain : Grain
{
    private readonly HostedGrains _hosted;
    private readonly CancellationTokenSource _leaving;

    protected ActorGrain(HostedGrains hosted)
    {
        _hosted = hosted;
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(hosted.Stopping);
        Turns = new GrainTurns(this);
    }

    /// <summary>Which kind of actor it hosts, for people.</summary>
    public string Kind => this.GetGrainId().Type.ToString()!;

    /// <summary>Runs the actor's later turns.</summary>
    protected ITurnScheduler Turns { get; }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _hosted.Add(this);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _hosted.Remove(this);
        _leaving.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Moves to the silo that is to host it by now. May come from any thread.</summary>
    /// <remarks>
    /// The directory goes over from this activation to the next. Were this one just to go, a call already on its way here would make another one in its
    /// place, and under load there always is one.
    /// </remarks>
    public void Move() => GrainContext.Migrate(requestContext: null);

    /// <summary>Ends what waits here, now and from now on: this activation goes. Returns before the waits have ended.</summary>
    public void EndWaits() => _ = _leaving.CancelAsync();

    /// <summary>Runs a call that may wait, until its caller or this activation goes away, or a time is up at the latest.</summary>
    /// <remarks>The actor keeps that time too, but its timers stop when the grain begins to go, while its calls still run.</remarks>
    protected async ValueTask<T> WaitAsync<T>(Func<CancellationToken, ValueTask<T>> call, TimeSpan atMost, CancellationToken callers)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(callers, _leaving.Token);
        ending.CancelAfter(atMost);
        return await call(ending.Token);
    }
}
