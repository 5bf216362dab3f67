using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.State;

namespace KafkaGateway.Storage.Memory;

/// <summary>Committed offsets in memory. Every call completes before it returns.</summary>
public sealed class MemoryOffsetStore : IOffsetStore
{
    private readonly OffsetTable _table = new();
    private readonly Lock _writing = new();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(string groupId, CancellationToken cancellationToken) =>
        new(_table.Load(groupId));

    /// <inheritdoc/>
    public ValueTask WriteAsync(
        string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes, CancellationToken cancellationToken)
    {
        lock (_writing)
        {
            OffsetTable.CheckOwner(groupId, ownerEpoch, _table.OwnerEpoch(groupId));
            _table.Apply(groupId, ownerEpoch, changes);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListGroupsAsync(string topic, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var groupId in _table.ListGroups(OffsetTable.Of(topic)))
            yield return groupId;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListExpiringAsync(
        long committedBeforeMs, long nowMs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var groupId in _table.ListGroups(OffsetTable.Expiring(committedBeforeMs, nowMs)))
            yield return groupId;
    }
}
