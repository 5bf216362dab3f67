using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Groups.Assignors;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Simulation.Tests.Groups;

/// <summary>The embedded consumer protocol, as clients write it.</summary>
public static class Blobs
{
    public static byte[] Subscription(params string[] topics) => ConsumerProtocol.Write(new ConsumerProtocolSubscription { Topics = [.. topics] }, 1);

    /// <summary>With partitions of the first topic that the member still owns (KIP-429).</summary>
    public static byte[] Subscription(string[] topics, int[] owned) => ConsumerProtocol.Write(
        new ConsumerProtocolSubscription { Topics = [.. topics], OwnedPartitions = [new() { Topic = topics[0], Partitions = [.. owned] }] }, 1);

    public static byte[] Assignment(IEnumerable<AssignedPartition> partitions, byte[]? userData = null) => ConsumerProtocol.Write(
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
}
