using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>Looks into the embedded consumer protocol, which the coordinator otherwise passes on unread.</summary>
internal static class Subscriptions
{
    /// <summary>
    /// All topics the members subscribe to under the chosen protocol; none for an empty consumer group; null where the group's type is
    /// another one or a subscription cannot be read.
    /// </summary>
    public static IReadOnlySet<string>? TopicsOf(ClassicGroup group)
    {
        if (!group.UsesConsumerProtocol || (group.Members.Count > 0 && group.ProtocolName is null))
            return null;
        var topics = new HashSet<string>();
        foreach (var member in group.Members)
        {
            if (Read(member.Metadata(group.ProtocolName)) is not { } subscription)
                return null;
            topics.UnionWith(subscription.Topics);
        }
        return topics;
    }

    /// <summary>
    /// Decodes a member's metadata as version 0, which begins every version, so that a newer client's is readable too. Null where it is
    /// malformed.
    /// </summary>
    public static ConsumerProtocolSubscription? Read(ReadOnlyMemory<byte> metadata) =>
        ConsumerProtocol.Read<ConsumerProtocolSubscription>(metadata);

    /// <summary>The partitions in an assignment blob; none where it is empty or malformed.</summary>
    public static IEnumerable<(string Topic, int Partition)> ReadAssignment(ReadOnlyMemory<byte> assignment) =>
        ConsumerProtocol.Read<ConsumerProtocolAssignment>(assignment)?.AssignedPartitions
            .SelectMany(topic => topic.Partitions.Select(partition => (topic.Topic, partition))) ?? [];

    /// <summary>Whether two subscriptions name the same topics; where one cannot be read, whether they are the same octets.</summary>
    public static bool HaveSameTopics(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) =>
        Read(one) is { } first && Read(other) is { } second
            ? first.Topics.ToHashSet().SetEquals(second.Topics)
            : one.Span.SequenceEqual(other.Span);
}
