namespace KafkaGateway.Contracts.Storage;

/// <summary>A partition by topic name, as offsets are committed.</summary>
public readonly record struct TopicPartition(string Topic, int Partition);

/// <summary>One committed offset.</summary>
/// <param name="Offset">The next offset the group wants to read.</param>
/// <param name="LeaderEpoch">The leader epoch of the last consumed record, -1 unknown.</param>
/// <param name="Metadata">What the client attached, "" for nothing.</param>
/// <param name="CommitTimestampMs">When it was committed.</param>
/// <param name="ExpireTimestampMs">When it expires where the client asked for a retention of its own (OffsetCommit 2-4), else null.</param>
public sealed record CommittedOffset(
    long Offset, int LeaderEpoch, string Metadata, long CommitTimestampMs, long? ExpireTimestampMs);

/// <summary>A change to one committed offset; null deletes it.</summary>
public readonly record struct OffsetChange(TopicPartition Partition, CommittedOffset? Offset);

/// <summary>
/// Committed offsets by group. A write is durable when it completes, whole or not at all, and writes of one group take effect in the
/// order of their calls.
/// </summary>
public interface IOffsetStore
{
    /// <summary>All committed offsets of a group.</summary>
    ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(string groupId, CancellationToken cancellationToken);

    /// <summary>
    /// Applies changes to a group's offsets. Refused where an owner with a higher epoch has written before. Without changes it takes the epoch,
    /// or, where the epoch is taken, only checks it, which should be cheap: every read of offsets does so.
    /// </summary>
    /// <exception cref="StateConflictException">A later owner has written.</exception>
    /// <exception cref="StorageException">It may be written, now or later, but no longer once another write of this group is done.</exception>
    ValueTask WriteAsync(string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes, CancellationToken cancellationToken);

    /// <summary>The ids of the groups that have committed offsets of a topic.</summary>
    IAsyncEnumerable<string> ListGroupsAsync(string topic, CancellationToken cancellationToken);

    /// <summary>
    /// The ids of the groups of which an offset may be over its retention: it was committed before <paramref name="committedBeforeMs"/>, or its own
    /// expiry time is before <paramref name="nowMs"/>.
    /// </summary>
    IAsyncEnumerable<string> ListExpiringAsync(long committedBeforeMs, long nowMs, CancellationToken cancellationToken);
}
