using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Client;

/// <summary>Asks for offsets in logs: the ends, or those of a time.</summary>
internal static class LogOffsets
{
    /// <summary>The time that stands for the log's end.</summary>
    public const long Latest = -1;

    /// <summary>The time that stands for the log's start.</summary>
    public const long Earliest = -2;

    private const int Consumer = -1;

    /// <summary>The first offset at or after a time in ms since 1970, of each partition that exists; -1 where there is none.</summary>
    public static async Task<IReadOnlyDictionary<TopicPartition, long>> KnownOffsetsAsync(
        this KafkaClient client, IEnumerable<TopicPartition> partitions, long timestamp, CancellationToken cancellationToken)
    {
        var answers = await client.AskLeadersAsync<ListOffsetsResponse, long>(
            partitions, some => Request(some, timestamp, client.TimeoutMs), Results, cancellationToken);
        foreach (var (partition, answer) in answers)
        {
            if (answer.Error is not (ErrorCode.None or ErrorCode.UnknownTopicOrPartition))
                throw new BrokerErrorException(answer.Error, $"offsets of {partition}");
        }

        return answers.Where(pair => pair.Value.Error == ErrorCode.None).ToDictionary(pair => pair.Key, pair => pair.Value.Value);
    }

    /// <summary>As <see cref="KnownOffsetsAsync"/>, of partitions that must exist.</summary>
    public static async Task<IReadOnlyDictionary<TopicPartition, long>> OffsetsAsync(
        this KafkaClient client, IReadOnlyCollection<TopicPartition> partitions, long timestamp, CancellationToken cancellationToken)
    {
        var offsets = await client.KnownOffsetsAsync(partitions, timestamp, cancellationToken);
        return partitions.FirstOrDefault(partition => !offsets.ContainsKey(partition)) is { Topic: not null } missing
            ? throw new BrokerErrorException(ErrorCode.UnknownTopicOrPartition, $"offsets of {missing}")
            : offsets;
    }

    private static ListOffsetsRequest Request(IEnumerable<TopicPartition> partitions, long timestamp, int timeoutMs) => new()
    {
        ReplicaId = Consumer,
        TimeoutMs = timeoutMs,
        Topics =
        [
            .. partitions.GroupBy(partition => partition.Topic).Select(topic => new ListOffsetsRequest.ListOffsetsTopic
            {
                Name = topic.Key,
                Partitions = [.. topic.Select(partition => new ListOffsetsRequest.ListOffsetsPartition
                {
                    PartitionIndex = partition.Partition,
                    Timestamp = timestamp,
                })],
            }),
        ],
    };

    private static IEnumerable<(TopicPartition, PartitionAnswer<long>)> Results(ListOffsetsResponse response) =>
        from topic in response.Topics
        from partition in topic.Partitions
        select (new TopicPartition(topic.Name, partition.PartitionIndex), new PartitionAnswer<long>(partition.ErrorCode, partition.Offset));
}
