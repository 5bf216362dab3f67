namespace KafkaGateway.Simulation.Tests.Kernel;

/// <summary>How bad the way between a client and an actor is.</summary>
public sealed class CallFaults
{
    /// <summary>One way takes up to this; calls overtake each other.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How often a request, or an answer, gets lost.</summary>
    public double Loss { get; set; }

    /// <summary>How often a request is delivered twice, at different times and not always to the same owner.</summary>
    public double Repetition { get; set; }
}

/// <summary>
/// Calls from clients to actors over such a way. The first answer counts. A call whose request or answer is lost, or whose actor is killed before it answers, ends with
/// a <see cref="TimeoutException"/>, and its caller does not know which it was.
/// </summary>
public sealed class SimulatedCalls(World world, CallFaults faults)
{
    /// <param name="host">Where the actor is.</param>
    /// <param name="call">What is asked of it.</param>
    /// <param name="timeout">How long the caller waits.</param>
    /// <param name="copies">Where it is noted down what became of the call; null where nobody wants to know.</param>
    public async Task<T> CallAsync<TActor, T>(
        SimulatedHost<TActor> host, Func<TActor, ValueTask<T>> call, TimeSpan timeout, CallCopies? copies = null)
        where TActor : class
    {
        copies ??= new();
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.At(timeout, () => answer.TrySetException(new TimeoutException()));
        world.Start(() => copies.SendAsync(() => TravelAsync(host, call, answer)));
        if (world.Chance(faults.Repetition))
            world.Start(() => copies.SendAsync(() => TravelAsync(host, call, answer)));
        return await answer.Task;
    }

    private async Task TravelAsync<TActor, T>(
        SimulatedHost<TActor> host, Func<TActor, ValueTask<T>> call, TaskCompletionSource<T> answer)
        where TActor : class
    {
        await world.Delay(world.Span(faults.MaxDelay));
        if (world.Chance(faults.Loss))
            return;
        var incarnation = host.Pick();
        var result = await call(incarnation.Actor);
        if (incarnation.IsDead || world.Chance(faults.Loss))
            return;
        await world.Delay(world.Span(faults.MaxDelay));
        answer.TrySetResult(result);
    }
}
