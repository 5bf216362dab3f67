namespace KafkaGateway.Contracts.Actors;

/// <summary>
/// Where the gateway finds the actors, whoever hosts them. A reference is cheap, is never null and never says whether the thing it
/// names exists: the actor does, when it is asked.
/// </summary>
public interface IActors
{
    /// <summary>The one index of all topics.</summary>
    ITopicCatalog Catalog { get; }

    /// <summary>The one source of producer ids.</summary>
    IProducerIds ProducerIds { get; }

    /// <summary>The settings of everything but topics.</summary>
    IResourceConfigs Configs { get; }

    /// <summary>The groups that exist, whether their actor is awake or not.</summary>
    IGroupDirectory Groups { get; }

    /// <summary>The topic of that name, existing or not.</summary>
    ITopic Topic(string name);

    /// <summary>A partition of a topic that the catalog lists.</summary>
    IPartition Partition(PartitionKey key);

    /// <summary>The coordinator of a consumer group.</summary>
    IConsumerGroup Group(string groupId);
}
