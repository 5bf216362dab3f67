using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the one index of topics. Its key is 0.</summary>
[Alias("kafka.topic-catalog")]
internal interface ITopicCatalogGrain : IGrainWithIntegerKey
{
    /// <summary>The catalog; without its topics where the caller has that version.</summary>
    ValueTask<TopicCatalogView> GetAsync(long knownVersion, TimeSpan maxWait, CancellationToken cancellationToken);

    ValueTask PutAsync(string name, Guid topicId, int partitionCount, CancellationToken cancellationToken);

    ValueTask RemoveAsync(string name, Guid topicId, CancellationToken cancellationToken);
}
