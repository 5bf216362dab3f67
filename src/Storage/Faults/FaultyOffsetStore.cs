using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Faults;

/// <summary>Stands before an offset store and lets faults happen.</summary>
public sealed class FaultyOffsetStore(IOffsetStore inner, IFaults faults) : IOffsetStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(string groupId, CancellationToken cancellationToken) =>
        faults.AroundAsync(StorageCall.ReadOffsets, groupId, () => inner.LoadAsync(groupId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteAsync(
        string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes, CancellationToken cancellationToken) => faults.AroundAsync(
        StorageCall.WriteOffsets, groupId, () => inner.WriteAsync(groupId, ownerEpoch, changes, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListGroupsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await faults.BeforeAsync(StorageCall.ReadOffsets, "*", cancellationToken);
        await foreach (var groupId in inner.ListGroupsAsync(cancellationToken))
            yield return groupId;
        await faults.AfterAsync(StorageCall.ReadOffsets, "*", cancellationToken);
    }
}
