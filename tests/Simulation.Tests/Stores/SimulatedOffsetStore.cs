using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Stores;

/// <summary>Committed offsets in memory that outlive their actors.</summary>
public sealed class SimulatedOffsetStore(StoreFaults faults) : IOffsetStore
{
    private readonly SortedDictionary<string, Group> _groups = [];

    /// <summary>How many writes with changes took effect.</summary>
    public int Writes { get; private set; }

    /// <summary>Whether an owner is refused when a later one has written, as the contract demands.</summary>
    public bool RefusesFormerOwners { get; init; } = true;

    public async ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(
        string groupId, CancellationToken cancellationToken) =>
        await faults.RunAsync(() => new Dictionary<TopicPartition, CommittedOffset>(_groups.GetValueOrDefault(groupId)?.Offsets ?? []));

    public async ValueTask WriteAsync(
        string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes, CancellationToken cancellationToken) =>
        await faults.RunAsync(() =>
        {
            if (!_groups.TryGetValue(groupId, out var group))
                _groups[groupId] = group = new();
            if (RefusesFormerOwners && ownerEpoch < group.OwnerEpoch)
                throw new StateConflictException($"{groupId} is owned by epoch {group.OwnerEpoch}, not {ownerEpoch}");
            group.OwnerEpoch = ownerEpoch;
            foreach (var change in changes)
            {
                if (change.Offset is null)
                    group.Offsets.Remove(change.Partition);
                else
                    group.Offsets[change.Partition] = change.Offset;
            }
            Writes += changes.Count > 0 ? 1 : 0;
            return true;
        });

    public IAsyncEnumerable<string> ListGroupsAsync(string topic, CancellationToken cancellationToken) =>
        ListAsync((partition, _) => partition.Topic == topic);

    public IAsyncEnumerable<string> ListExpiringAsync(long committedBeforeMs, long nowMs, CancellationToken cancellationToken) =>
        ListAsync((_, offset) => offset.CommitTimestampMs < committedBeforeMs || offset.ExpireTimestampMs < nowMs);

    private async IAsyncEnumerable<string> ListAsync(Func<TopicPartition, CommittedOffset, bool> isSo)
    {
        foreach (var groupId in await faults.RunAsync(() =>
            _groups.Where(group => group.Value.Offsets.Any(offset => isSo(offset.Key, offset.Value))).Select(group => group.Key).ToList()))
            yield return groupId;
    }

    private sealed class Group
    {
        public long OwnerEpoch { get; set; }

        public Dictionary<TopicPartition, CommittedOffset> Offsets { get; } = [];
    }
}
