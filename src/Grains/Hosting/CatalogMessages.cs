using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Grains.Hosting;

/// <summary>The topic catalog to messages and back.</summary>
internal static class CatalogMessages
{
    /// <summary>The snapshot, without its topics where the receiver has that version.</summary>
    public static TopicCatalogView ToView(TopicCatalogSnapshot snapshot, long knownVersion) => new()
    {
        Version = snapshot.Version,
        Topics = snapshot.Version == knownVersion ? null : [.. snapshot.Topics.Select(topic => new TopicCatalogView.CatalogTopic
        {
            Name = topic.Name,
            TopicId = topic.TopicId,
            PartitionCount = topic.PartitionCount,
        })],
    };

    /// <summary>The snapshot of a view that has topics.</summary>
    public static TopicCatalogSnapshot ToSnapshot(TopicCatalogView view) => TopicCatalogSnapshot.Create(
        view.Version, view.Topics!.ConvertAll(topic => new TopicCatalogEntry(topic.Name, topic.TopicId, topic.PartitionCount)));
}
