namespace KafkaGateway.Contracts;

/// <summary>
/// Names one partition of one incarnation of a topic. A topic that is deleted and created again has another id, so an actor, a log
/// or a call that belongs to the old one can never touch the new one.
/// </summary>
/// <param name="Topic">The topic's name, for messages to people and for folder names; never compared without the id.</param>
/// <param name="TopicId">The id that the topic got when it was created.</param>
/// <param name="Partition">The partition's index, from 0.</param>
public readonly record struct PartitionKey(string Topic, Guid TopicId, int Partition)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Topic}-{Partition}";
}
