using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Stores;

/// <summary>States in memory that outlive their actors.</summary>
public sealed class SimulatedStateStore(StoreFaults faults) : IStateStore
{
    private readonly SortedDictionary<(string Kind, string Key), StoredState> _states = [];

    /// <summary>How many writes took effect.</summary>
    public int Writes { get; private set; }

    public async ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken) =>
        await faults.RunAsync(() => _states.GetValueOrDefault((kind, key)));

    public async ValueTask<long> WriteAsync(
        string kind, string key, ReadOnlyMemory<byte> value, long expectedVersion, CancellationToken cancellationToken) =>
        await faults.RunAsync(() =>
        {
            Check(kind, key, expectedVersion);
            _states[(kind, key)] = new(key, value, expectedVersion + 1);
            Writes++;
            return expectedVersion + 1;
        });

    public async ValueTask DeleteAsync(string kind, string key, long expectedVersion, CancellationToken cancellationToken) =>
        await faults.RunAsync(() =>
        {
            Check(kind, key, expectedVersion);
            return _states.Remove((kind, key));
        });

    public async IAsyncEnumerable<StoredState> ListAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var state in await faults.RunAsync(() => _states.Where(entry => entry.Key.Kind == kind).Select(entry => entry.Value).ToList()))
            yield return state;
    }

    private void Check(string kind, string key, long expectedVersion)
    {
        var version = _states.GetValueOrDefault((kind, key))?.Version ?? 0;
        if (version != expectedVersion)
            throw new StateConflictException($"{kind} {key} is at version {version}, not {expectedVersion}");
    }
}
