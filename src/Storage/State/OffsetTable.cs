using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.State;

/// <summary>The committed offsets of all groups, and the epoch of each group's last owner. Safe for threads.</summary>
internal sealed class OffsetTable
{
    private readonly Dictionary<string, Group> _groups = [];
    private readonly Lock _gate = new();

    public Dictionary<TopicPartition, CommittedOffset> Load(string groupId)
    {
        lock (_gate)
            return _groups.TryGetValue(groupId, out var group) ? new(group.Offsets) : [];
    }

    /// <summary>The groups with an offset of which that is so.</summary>
    public List<string> ListGroups(Func<TopicPartition, CommittedOffset, bool> isSo)
    {
        lock (_gate)
            return [.. _groups.Where(group => group.Value.Offsets.Any(offset => isSo(offset.Key, offset.Value))).Select(group => group.Key)];
    }

    public static Func<TopicPartition, CommittedOffset, bool> Of(string topic) => (partition, _) => partition.Topic == topic;

    public static Func<TopicPartition, CommittedOffset, bool> Expiring(long committedBeforeMs, long nowMs) =>
        (_, offset) => offset.CommitTimestampMs < committedBeforeMs || offset.ExpireTimestampMs < nowMs;

    public List<(string GroupId, long OwnerEpoch, Dictionary<TopicPartition, CommittedOffset> Offsets)> ListAll()
    {
        lock (_gate)
            return [.. _groups.Select(group => (group.Key, group.Value.OwnerEpoch, new Dictionary<TopicPartition, CommittedOffset>(group.Value.Offsets)))];
    }

    /// <summary>The epoch of the last owner that wrote, or the lowest number.</summary>
    public long OwnerEpoch(string groupId)
    {
        lock (_gate)
            return _groups.TryGetValue(groupId, out var group) ? group.OwnerEpoch : long.MinValue;
    }

    public void Apply(string groupId, long ownerEpoch, IEnumerable<OffsetChange> changes)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(groupId, out var group))
                _groups[groupId] = group = new Group();
            group.OwnerEpoch = ownerEpoch;
            foreach (var (partition, offset) in changes)
            {
                if (offset is null)
                    group.Offsets.Remove(partition);
                else
                    group.Offsets[partition] = offset;
            }
        }
    }

    /// <summary>Forgets the owners of groups without offsets, for a start at which none of them can be alive.</summary>
    public void ForgetEmptyGroups()
    {
        lock (_gate)
        {
            foreach (var (groupId, group) in _groups)
            {
                if (group.Offsets.Count == 0)
                    _groups.Remove(groupId);
            }
        }
    }

    /// <exception cref="StateConflictException">An owner with a higher epoch has written.</exception>
    public static void CheckOwner(string groupId, long ownerEpoch, long lastEpoch)
    {
        if (ownerEpoch < lastEpoch)
            throw new StateConflictException($"The offsets of group {groupId} were written with owner epoch {lastEpoch}, after {ownerEpoch}.");
    }

    private sealed class Group
    {
        public long OwnerEpoch { get; set; }

        public Dictionary<TopicPartition, CommittedOffset> Offsets { get; } = [];
    }
}
