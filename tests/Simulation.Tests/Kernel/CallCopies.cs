namespace KafkaGateway.Simulation.Tests.Kernel;

/// <summary>What became of one call that may have been delivered twice.</summary>
public sealed class CallCopies
{
    private int _done;

    /// <summary>How often it was sent on its way.</summary>
    public int Sent { get; private set; }

    public bool WasRepeated => Sent > 1;

    /// <summary>Whether no copy can take effect any more.</summary>
    public bool AreDone => _done == Sent;

    /// <summary>Called when that has become so.</summary>
    public Action? Done { get; set; }

    internal async Task SendAsync(Func<Task> travel)
    {
        Sent++;
        await travel();
        _done++;
        if (AreDone)
            Done?.Invoke();
    }
}
