namespace KafkaGateway.Contracts.Storage;

/// <summary>How far a partition reaches.</summary>
/// <param name="Partition">Which partition.</param>
/// <param name="LogStartOffset">The first offset that may be read.</param>
/// <param name="HighWatermark">The end of what consumers may read.</param>
public readonly record struct PartitionWatermark(PartitionKey Partition, long LogStartOffset, long HighWatermark);

/// <summary>How far the partitions reach, for people and their tools: nothing in Kafka depends on it.</summary>
public interface IWatermarkTable
{
    /// <summary>Notes these down. Of one partition the furthest stays, so that an owner who has been replaced spoils nothing.</summary>
    /// <exception cref="StorageException">Some may be noted; it can be tried again.</exception>
    ValueTask WriteAsync(IReadOnlyCollection<PartitionWatermark> watermarks, CancellationToken cancellationToken);

    /// <summary>Forgets all topics but these, as far as they were noted down before a moment: a topic may be younger than the list.</summary>
    /// <exception cref="StorageException">Some may be forgotten; it can be tried again.</exception>
    ValueTask KeepOnlyAsync(IReadOnlyCollection<Guid> topicIds, DateTimeOffset before, CancellationToken cancellationToken);
}
