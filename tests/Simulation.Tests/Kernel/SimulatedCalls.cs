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
    public async Task<T> CallAsync<TActor, T>(SimulatedHost<TActor> host, Func<TActor, ValueTask<T>> call, TimeSpan timeout)
        where TActor : class
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.At(timeout, () => answer.TrySetException(new TimeoutException()));
        world.Start(() => TravelAsync(host, call, answer));
        if (world.Chance(faults.Repetition))
            world.Start(() => TravelAsync(host, call, answer));
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
