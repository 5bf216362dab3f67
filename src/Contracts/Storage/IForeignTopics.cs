using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Contracts.Storage;

/// <summary>
/// Topics that others have made in the storage, and may write to at any time. They are served as they are; how many partitions they have, how
/// long they keep records and when they end is the others' business. Their ids are those of <see cref="ForeignTopicIds"/>.
/// </summary>
public interface IForeignTopics
{
    /// <summary>All of them, in no particular order.</summary>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    ValueTask<IReadOnlyList<TopicCatalogEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The topic of that name with the settings that hold for it, or null.</summary>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    ValueTask<TopicDescription?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a partition, or gives null where there is no such partition, or none of that incarnation.</summary>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    ValueTask<IHostedPartition?> OpenAsync(PartitionKey key, CancellationToken cancellationToken);
}
