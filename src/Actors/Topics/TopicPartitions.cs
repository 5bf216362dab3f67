using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Actors.Topics;

/// <summary>Tells all partitions of a topic what concerns them.</summary>
internal static class TopicPartitions
{
    /// <summary>
    /// Hands changed settings to the partitions. One that cannot be reached reads them when it opens again, so that is no failure.
    /// </summary>
    public static async ValueTask ConfigureAsync(TopicDescription topic, IActors actors)
    {
        foreach (var partition in Of(topic, actors).Select(partition => partition.ConfigureAsync(topic, CancellationToken.None).AsTask()).ToList())
        {
            await partition.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Deletes all logs; when it fails some may be gone, and it can be called again.</summary>
    public static async ValueTask DeleteAsync(TopicDescription topic, IActors actors)
    {
        foreach (var partition in Of(topic, actors))
        {
            await partition.DeleteAsync(CancellationToken.None);
        }
    }

    private static IEnumerable<IPartition> Of(TopicDescription topic, IActors actors) =>
        Enumerable.Range(0, topic.PartitionCount).Select(index => actors.Partition(new PartitionKey(topic.Name, topic.TopicId, index)));
}
