using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Grains.Cluster;

/// <summary>The news that a silo is gone, for whoever waits for an answer that it may have owed.</summary>
internal sealed class SiloLosses(TimeProvider time) : IDisposable
{
    // What a silo that lives has been asked is mostly answered by then.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Silos that have not heard yet send calls on to the one that is gone.
    private static readonly TimeSpan EverybodyKnowsAfter = TimeSpan.FromSeconds(4);

    private CancellationTokenSource _next = new();

    /// <summary>Cancelled a moment after the next loss: what began before it and is unanswered then will hardly be answered.</summary>
    public CancellationToken Next => Volatile.Read(ref _next).Token;

    /// <summary>
    /// The names of the silos whose processes have ended between two views. One that says goodbye answers what it was asked while it ends; what reaches
    /// it later than that is lost with it.
    /// </summary>
    public static List<string> Between(NodesView before, NodesView now) => [.. SilosOf(before).Except(SilosOf(now)).Select(silo => silo.Name)];

    /// <summary>Tells that a silo is gone.</summary>
    public void Tell()
    {
        Sweep();
        _ = SweepAgainAsync();
    }

    public void Dispose() => _next.Dispose();

    private static IEnumerable<(string Name, long StartedMs)> SilosOf(NodesView view) =>
        view.Nodes.Where(node => node.IsSilo).Select(silo => (silo.Name, silo.StartedMs)).Concat(view.Leaving.Select(silo => (silo.Name, silo.StartedMs)));

    private async Task SweepAgainAsync()
    {
        await Task.Delay(EverybodyKnowsAfter, time);
        Sweep();
    }

    // Not disposed of: calls may still be registering.
    private void Sweep() => _ = EndAsync(Interlocked.Exchange(ref _next, new CancellationTokenSource()));

    private async Task EndAsync(CancellationTokenSource calls)
    {
        await Task.Delay(Grace, time);
        await calls.CancelAsync();
    }
}
