using KafkaGateway.Contracts;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Topics;

/// <summary>Chooses topic ids as Kafka does.</summary>
internal static class TopicIds
{
    // The topic of the cluster's metadata.
    private static readonly Guid Reserved = new([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], bigEndian: true);

    /// <summary>A random id that is none of the reserved ones, none of a topic of others, and does not begin with '-' as text, where tools would take it for an option.</summary>
    public static Guid Next(Func<Guid> source)
    {
        while (true)
        {
            var id = source();
            if (id != Guid.Empty && id != Reserved && !ForeignTopicIds.Is(id) && !KafkaUuid.ToText(id).StartsWith('-'))
            {
                return id;
            }
        }
    }
}
