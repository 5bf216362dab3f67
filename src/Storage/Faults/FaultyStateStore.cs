using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Faults;

/// <summary>Stands before a state store and lets faults happen.</summary>
public sealed class FaultyStateStore(IStateStore inner, IFaults faults) : IStateStore
{
    /// <inheritdoc/>
    public ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken) => faults.AroundAsync(
        StorageCall.ReadState, $"{kind}/{key}", () => inner.ReadAsync(kind, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> WriteAsync(
        string kind, string key, ReadOnlyMemory<byte> value, long expectedVersion, CancellationToken cancellationToken) => faults.AroundAsync(
        StorageCall.WriteState, $"{kind}/{key}", () => inner.WriteAsync(kind, key, value, expectedVersion, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string kind, string key, long expectedVersion, CancellationToken cancellationToken) => faults.AroundAsync(
        StorageCall.WriteState, $"{kind}/{key}", () => inner.DeleteAsync(kind, key, expectedVersion, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredState> ListAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await faults.BeforeAsync(StorageCall.ReadState, kind, cancellationToken);
        await foreach (var state in inner.ListAsync(kind, cancellationToken))
            yield return state;
        await faults.AfterAsync(StorageCall.ReadState, kind, cancellationToken);
    }
}
