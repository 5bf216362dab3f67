using KafkaGateway.Contracts;
using KafkaGateway.Gateway.Dispatch;

namespace KafkaGateway.Gateway.Topics;

/// <summary>Requests name topics by name in older versions and by id in newer ones; handlers want the catalog's entry either way.</summary>
internal static class TopicNaming
{
    /// <summary>The topic by id where the request's version uses ids, else by name; null where there is none.</summary>
    public static ValueTask<TopicCatalogEntry?> FindAsync(
        this TopicView topics, bool byId, Guid topicId, string name, in RequestContext context) =>
        byId ? topics.FindAsync(topicId, context.Aborted) : topics.FindAsync(name, context.Aborted);

    /// <summary>Whether the topic has a partition of that index.</summary>
    public static bool Has(this TopicCatalogEntry? topic, int partition) => topic is not null && partition >= 0 && partition < topic.PartitionCount;
}
