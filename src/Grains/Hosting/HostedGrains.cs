using System.Collections.Concurrent;

namespace KafkaGateway.Grains.Hosting;

/// <summary>The actors awake on this silo, and the word that it stops.</summary>
internal sealed class HostedGrains : IDisposable
{
    private readonly ConcurrentDictionary<ActorGrain, bool> _awake = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Set when the silo begins to stop: nothing may wait on it any more, and everything moves on.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public IEnumerable<ActorGrain> Awake => _awake.Keys;

    public void Add(ActorGrain grain) => _awake[grain] = true;

    public void Remove(ActorGrain grain) => _awake.TryRemove(grain, out _);

    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
