namespace KafkaGateway.Contracts.Actors;

/// <summary>The index of all topics: names, ids and partition counts, under a version that grows with every change.</summary>
public interface ITopicCatalog
{
    /// <summary>
    /// The catalog as it is now. Where the caller's version is still the newest the call waits for a change, at most
    /// <paramref name="maxWait"/>, and then answers with what there is.
    /// </summary>
    ValueTask<TopicCatalogSnapshot> GetAsync(long knownVersion, TimeSpan maxWait, CancellationToken cancellationToken);

    /// <summary>Adds a topic or replaces what is known of it. Called by the topic itself, after it has stored the change.</summary>
    ValueTask PutAsync(TopicCatalogEntry entry, CancellationToken cancellationToken);

    /// <summary>Takes a topic out, if it still has that id.</summary>
    ValueTask RemoveAsync(string name, Guid topicId, CancellationToken cancellationToken);
}
