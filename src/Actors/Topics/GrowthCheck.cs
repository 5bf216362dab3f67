using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Topics;

/// <summary>Checks a CreatePartitions request in Kafka's order.</summary>
internal static class GrowthCheck
{
    public static KafkaError? Check(
        CreatePartitionsRequest.CreatePartitionsTopic topic, int currentCount, BrokerSettings settings, Func<int, bool> isLive)
    {
        if (topic.Count == currentCount)
        {
            return new(ErrorCode.InvalidPartitions, $"Topic already has {currentCount} partition(s)");
        }

        if (topic.Count < currentCount)
        {
            return new(
                ErrorCode.InvalidPartitions,
                $"The topic {topic.Name} currently has {currentCount} partition(s); {topic.Count} would not be an increase");
        }

        var limit = settings[BrokerConfigs.TopicMaxPartitions];
        if (topic.Count > limit)
        {
            return new(ErrorCode.InvalidPartitions, $"{topic.Count} partitions were asked for, and {BrokerConfigs.TopicMaxPartitions} is {limit}");
        }

        if (topic.Assignments is null)
        {
            return null;
        }

        var added = topic.Count - currentCount;
        if (topic.Assignments.Count != added)
        {
            return new(
                ErrorCode.InvalidReplicaAssignment,
                $"{added} partition(s) would be added, but {topic.Assignments.Count} assignment(s) were given");
        }

        return topic.Assignments.Select((assignment, index) => ReplicaAssignments.Check(currentCount + index, assignment.BrokerIds, isLive))
            .FirstOrDefault(error => error is not null);
    }
}
