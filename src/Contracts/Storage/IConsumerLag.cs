namespace KafkaGateway.Contracts.Storage;

/// <summary>How far a group is behind in a partition.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Records">Records between its committed offset and the end.</param>
public readonly record struct PartitionLag(string GroupId, TopicPartition Partition, long Records);

/// <summary>How far groups are behind, for people and their tools: nothing in Kafka depends on it.</summary>
public interface IConsumerLag
{
    /// <summary>Of all groups in the cluster, the furthest behind first, at most so many; partitions of which nobody knows the end are left out.</summary>
    /// <exception cref="StorageException">It cannot be read now.</exception>
    ValueTask<IReadOnlyList<PartitionLag>> ReadAsync(int limit, CancellationToken cancellationToken);
}
