using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Groups;

/// <summary>Reads what OffsetFetch answers: of one group, and from version 8 on of several.</summary>
internal static class CommittedOffsets
{
    public const short FirstForManyGroups = 8;

    public static void Check(OffsetFetchResponse answer, string group)
    {
        var error = answer.Groups.Count > 0 ? answer.Groups[0].ErrorCode : answer.ErrorCode;
        BrokerErrorException.ThrowIfFailed(error, $"offsets of group {group}");
        foreach (var (partition, _, partitionError) in All(answer))
            BrokerErrorException.ThrowIfFailed(partitionError, $"group {group}, {partition}");
    }

    public static IReadOnlyDictionary<TopicPartition, long> From(OffsetFetchResponse answer) =>
        All(answer).Where(one => one.Offset >= 0).ToDictionary(one => one.Partition, one => one.Offset);

    private static IEnumerable<(TopicPartition Partition, long Offset, ErrorCode Error)> All(OffsetFetchResponse answer)
    {
        var single =
            from topic in answer.Topics
            from partition in topic.Partitions
            select (new TopicPartition(topic.Name, partition.PartitionIndex), partition.CommittedOffset, partition.ErrorCode);
        var several =
            from one in answer.Groups
            from topic in one.Topics
            from partition in topic.Partitions
            select (new TopicPartition(topic.Name, partition.PartitionIndex), partition.CommittedOffset, partition.ErrorCode);
        return single.Concat(several);
    }
}
