using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Simulation.Tests.Groups;

/// <summary>The embedded consumer protocol, as clients write it.</summary>
public static class Blobs
{
    public static byte[] Subscription(params string[] topics) => Encode(new ConsumerProtocolSubscription { Topics = [.. topics] }, 1);

    /// <summary>With partitions of the first topic that the member still owns (KIP-429).</summary>
    public static byte[] Subscription(string[] topics, int[] owned) => Encode(
        new ConsumerProtocolSubscription { Topics = [.. topics], OwnedPartitions = [new() { Topic = topics[0], Partitions = [.. owned] }] }, 1);

    public static byte[] Assignment(IEnumerable<TopicPartition> partitions, byte[]? userData = null) => Encode(
        new ConsumerProtocolAssignment
        {
            AssignedPartitions = [.. partitions.GroupBy(partition => partition.Topic).Select(topic =>
                new ConsumerProtocolAssignment.TopicPartition
                {
                    Topic = topic.Key, Partitions = [.. topic.Select(partition => partition.Partition)],
                })],
            UserData = userData,
        },
        1);

    private static byte[] Encode(IKafkaMessage message, short version)
    {
        using var writer = new KafkaWriter();
        writer.WriteInt16(version);
        message.Write(writer, version);
        return writer.ToArray();
    }
}
