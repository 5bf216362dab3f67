using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Topics;

/// <summary>Decides how many partitions a new topic gets, or why it gets none.</summary>
internal static class CreationCheck
{
    /// <summary>Checks counts and assignments of a CreateTopics request in Kafka's order.</summary>
    public static (int PartitionCount, KafkaError? Error) Partitions(
        CreateTopicsRequest.CreatableTopic topic, BrokerSettings settings, Func<int, bool> isLive)
    {
        var (count, error) = topic.Assignments.Count > 0 ? Assigned(topic, isLive) : Counted(topic, settings);
        var limit = settings[BrokerConfigs.TopicMaxPartitions];
        return error is null && count > limit
            ? (0, new KafkaError(ErrorCode.InvalidPartitions, $"{count} partitions were asked for, and {BrokerConfigs.TopicMaxPartitions} is {limit}"))
            : (count, error);
    }

    private static (int PartitionCount, KafkaError? Error) Counted(CreateTopicsRequest.CreatableTopic topic, BrokerSettings settings)
    {
        if (topic.ReplicationFactor is < -1 or 0)
        {
            return (0, new(ErrorCode.InvalidReplicationFactor, "Replication factor must be larger than 0, or -1 to use the default value"));
        }

        if (topic.NumPartitions is < -1 or 0)
        {
            return (0, new(ErrorCode.InvalidPartitions, "Number of partitions must be larger than 0, or -1 to use the default value"));
        }

        if (topic.ReplicationFactor > 1)
        {
            return (0, new(
                ErrorCode.InvalidReplicationFactor,
                $"Replication factor {topic.ReplicationFactor} cannot be reached: partitions have one replica here"));
        }

        return (topic.NumPartitions == -1 ? settings[BrokerConfigs.NumPartitions] : topic.NumPartitions, null);
    }

    private static (int PartitionCount, KafkaError? Error) Assigned(CreateTopicsRequest.CreatableTopic topic, Func<int, bool> isLive)
    {
        if (topic.ReplicationFactor != -1)
        {
            return (0, new(ErrorCode.InvalidRequest, "With a manual assignment the replication factor must be -1"));
        }

        if (topic.NumPartitions != -1)
        {
            return (0, new(ErrorCode.InvalidRequest, "With a manual assignment the number of partitions must be -1"));
        }

        var seen = new HashSet<int>();
        foreach (var assignment in topic.Assignments)
        {
            if (!seen.Add(assignment.PartitionIndex))
            {
                return (0, new(ErrorCode.InvalidReplicaAssignment, $"Partition {assignment.PartitionIndex} is assigned more than once"));
            }

            if (ReplicaAssignments.Check(assignment.PartitionIndex, assignment.BrokerIds, isLive) is { } error)
            {
                return (0, error);
            }
        }

        return Enumerable.Range(0, seen.Count).All(seen.Contains)
            ? (seen.Count, null)
            : (0, new(ErrorCode.InvalidReplicaAssignment, "Assigned partitions must be numbered from 0 on without gaps"));
    }
}
