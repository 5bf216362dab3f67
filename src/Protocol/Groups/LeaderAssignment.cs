using KafkaGateway.Protocol.Groups.Assignors;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Protocol.Groups;

/// <summary>What a consumer group's leader does with what its members have sent.</summary>
public static class LeaderAssignment
{
    /// <summary>A member, as a leader is told of it.</summary>
    /// <param name="MemberId">Its member id.</param>
    /// <param name="InstanceId">Its group.instance.id, or null.</param>
    /// <param name="Metadata">Its subscription. Who sends none that can be read gets nothing.</param>
    public readonly record struct Member(string MemberId, string? InstanceId, ReadOnlyMemory<byte> Metadata)
    {
        /// <summary>The topics it subscribes to.</summary>
        public IReadOnlySet<string> ReadTopics() => ConsumerProtocol.Read<ConsumerProtocolSubscription>(Metadata)?.Topics.ToHashSet() ?? [];
    }

    /// <summary>Every member's assignment blob, in the version of its own subscription.</summary>
    /// <param name="assignor">The assignor of the protocol that was chosen.</param>
    /// <param name="members">All members.</param>
    /// <param name="partitionCounts">The topics that exist, at least those of the subscriptions.</param>
    public static Dictionary<string, ReadOnlyMemory<byte>> Make(
        IAssignor assignor, IReadOnlyCollection<Member> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var assigned = assignor.Assign(
            [.. members.Select(member => new AssignorMember(member.MemberId, member.InstanceId, member.ReadTopics()))], partitionCounts);
        return members.ToDictionary(
            member => member.MemberId,
            member => Encode(assigned[member.MemberId], ConsumerProtocol.VersionOf(member.Metadata)));
    }

    private static ReadOnlyMemory<byte> Encode(IEnumerable<AssignedPartition> partitions, short version) => ConsumerProtocol.Write(
        new ConsumerProtocolAssignment
        {
            AssignedPartitions = [.. partitions.GroupBy(partition => partition.Topic).Select(topic =>
                new ConsumerProtocolAssignment.TopicPartition
                {
                    Topic = topic.Key,
                    Partitions = [.. topic.Select(partition => partition.Partition)],
                })],
        },
        Math.Clamp(version, ConsumerProtocolAssignment.LowestVersion, ConsumerProtocolAssignment.HighestVersion));
}
