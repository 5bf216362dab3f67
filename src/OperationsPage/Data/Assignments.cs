using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>Which member has which partitions, as far as the assignments can be read: those of consumers.</summary>
internal sealed class Assignments
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The member that each partition is assigned to.</summary>
    public Dictionary<TopicPartition, DescribeGroupsResponse.DescribedGroupMember> ByPartition { get; } = [];

    public static Assignments Of(IEnumerable<DescribeGroupsResponse.DescribedGroupMember> members)
    {
        var assignments = new Assignments();
        foreach (var member in members)
        {
            var topics = ConsumerProtocol.Read<ConsumerProtocolAssignment>(member.MemberAssignment)?.AssignedPartitions ?? [];
            foreach (var topic in topics)
            {
                foreach (var partition in topic.Partitions)
                    assignments.ByPartition[new TopicPartition(topic.Topic, partition)] = member;
            }

            assignments._counts[member.MemberId] = topics.Sum(topic => topic.Partitions.Count);
        }

        return assignments;
    }

    public int CountOf(DescribeGroupsResponse.DescribedGroupMember member) => _counts[member.MemberId];
}
