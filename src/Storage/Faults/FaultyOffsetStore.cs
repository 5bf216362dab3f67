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
    public IAsyncEnumerable<string> ListGroupsAsync(string topic, CancellationToken cancellationToken) =>
        AroundAsync(topic, inner.ListGroupsAsync(topic, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListExpiringAsync(long committedBeforeMs, long nowMs, CancellationToken cancellationToken) =>
        AroundAsync("*", inner.ListExpiringAsync(committedBeforeMs, nowMs, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<string> AroundAsync(
        string target, IAsyncEnumerable<string> groupIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await faults.BeforeAsync(StorageCall.ReadOffsets, target, cancellationToken);
        await foreach (var groupId in groupIds)
            yield return groupId;
        await faults.AfterAsync(StorageCall.ReadOffsets, target, cancellationToken);
    }
}
