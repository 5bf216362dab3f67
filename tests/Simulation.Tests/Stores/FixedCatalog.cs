using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Simulation.Tests.Stores;

/// <summary>Topics that never change.</summary>
public sealed class FixedCatalog(params (string Name, int Partitions)[] topics) : ITopicCatalog
{
    private readonly TopicCatalogSnapshot _snapshot = topics.Aggregate(
        TopicCatalogSnapshot.Empty,
        (catalog, topic) => catalog.With(new(topic.Name, new Guid(catalog.Count + 1, 0, 0, new byte[8]), topic.Partitions)));

    public ValueTask<TopicCatalogSnapshot> GetAsync(long knownVersion, TimeSpan maxWait, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_snapshot);

    public ValueTask PutAsync(TopicCatalogEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RemoveAsync(string name, Guid topicId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
