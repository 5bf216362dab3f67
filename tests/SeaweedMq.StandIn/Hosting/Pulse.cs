namespace KafkaGateway.SeaweedMq.StandIn.Hosting;

/// <summary>Tells all who wait that something has changed. Take <see cref="Next"/> before looking at what may have changed.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
