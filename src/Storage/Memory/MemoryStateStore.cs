using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.State;

namespace KafkaGateway.Storage.Memory;

/// <summary>States in memory. Every call completes before it returns.</summary>
public sealed class MemoryStateStore : IStateStore
{
    private readonly StateTable _table = new();
    private readonly Lock _writing = new();

    /// <inheritdoc/>
    public ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken) => new(_table.Read(kind, key));

    /// <inheritdoc/>
    public ValueTask<long> WriteAsync(
        string kind, string key, ReadOnlyMemory<byte> value, long expectedVersion, CancellationToken cancellationToken) =>
        new(Change(kind, key, value, expectedVersion)!.Version);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string kind, string key, long expectedVersion, CancellationToken cancellationToken)
    {
        Change(kind, key, null, expectedVersion);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredState> ListAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var state in _table.List(kind))
            yield return state;
    }

    private StoredState? Change(string kind, string key, ReadOnlyMemory<byte>? value, long expectedVersion)
    {
        lock (_writing)
        {
            var change = StateTable.Next(_table.Read(kind, key), kind, key, value, expectedVersion);
            _table.Apply(change);
            return change.State;
        }
    }
}
