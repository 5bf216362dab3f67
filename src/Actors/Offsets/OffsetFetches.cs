using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Offsets;

using Committed = IReadOnlyDictionary<TopicPartition, CommittedOffset>;

/// <summary>OffsetFetch: offset -1 where nothing is committed, which is no error.</summary>
internal static class OffsetFetches
{
    private const long NoOffset = -1;

    /// <summary>The asked partitions, or all where the request names none (null).</summary>
    public static OffsetFetchResponse.OffsetFetchResponseGroup Answer(
        OffsetFetchRequest.OffsetFetchRequestGroup request, Committed committed) => new()
    {
        GroupId = request.GroupId,
        Topics = request.Topics is null ? AllOf(committed) : [.. request.Topics.Select(topic =>
            new OffsetFetchResponse.OffsetFetchResponseTopics
            {
                Name = topic.Name,
                TopicId = topic.TopicId,
                Partitions = [.. topic.PartitionIndexes.Select(index =>
                    Partition(index, committed.GetValueOrDefault(new(topic.Name, index))))],
            })],
    };

    public static OffsetFetchResponse.OffsetFetchResponseGroup Failed(
        OffsetFetchRequest.OffsetFetchRequestGroup request, ErrorCode error) => new() { GroupId = request.GroupId, ErrorCode = error };

    private static List<OffsetFetchResponse.OffsetFetchResponseTopics> AllOf(Committed committed) =>
    [
        .. committed.GroupBy(entry => entry.Key.Topic).OrderBy(topic => topic.Key, StringComparer.Ordinal).Select(topic =>
            new OffsetFetchResponse.OffsetFetchResponseTopics
            {
                Name = topic.Key,
                Partitions = [.. topic.OrderBy(entry => entry.Key.Partition).Select(entry => Partition(entry.Key.Partition, entry.Value))],
            }),
    ];

    private static OffsetFetchResponse.OffsetFetchResponsePartitions Partition(int index, CommittedOffset? offset) => new()
    {
        PartitionIndex = index,
        CommittedOffset = offset?.Offset ?? NoOffset,
        CommittedLeaderEpoch = offset?.LeaderEpoch ?? -1,
        Metadata = offset?.Metadata ?? "",
    };
}
