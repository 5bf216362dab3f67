using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Groups;

/// <summary>Deletes what groups have committed for some partitions.</summary>
internal static class OffsetDeletion
{
    public static async Task RunAsync(Session session, IReadOnlyList<string> groups, TopicPartitionList topics)
    {
        var partitions = await topics.ResolveAsync(session.Client, session.Stop);
        var deleted = await session.ForEachAsync(groups, "deleting offsets", group => DeleteAsync(session, group, partitions));
        session.Results.Show(
            deleted.SelectMany(rows => rows).ToList(),
            rows => Tables.Of(rows, new("GROUP", row => row.Group), new("TOPIC", row => row.Topic), new("PARTITION", row => row.Partition)));
    }

    private static async Task<IReadOnlyList<DeletedOffset>> DeleteAsync(Session session, string group, IEnumerable<TopicPartition> partitions)
    {
        var request = new OffsetDeleteRequest
        {
            GroupId = group,
            Topics =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new OffsetDeleteRequest.OffsetDeleteRequestTopic
                {
                    Name = topic.Key,
                    Partitions = [.. topic.Select(partition => new OffsetDeleteRequest.OffsetDeleteRequestPartition { PartitionIndex = partition.Partition })],
                }),
            ],
        };
        var response = await session.Coordinators.CallAsync<OffsetDeleteResponse>(
            group, request, answer => BrokerErrorException.ThrowIfFailed(answer.ErrorCode, $"group {group}"), session.Stop);
        var results = response.Topics
            .SelectMany(
                topic => topic.Partitions,
                (topic, partition) => (Row: new DeletedOffset(group, topic.Name, partition.PartitionIndex), partition.ErrorCode))
            .ToList();
        foreach (var (row, error) in results.Where(result => result.ErrorCode != ErrorCode.None))
            session.Fail($"group {group}, {row.Topic}-{row.Partition}: {error.Name()}");
        return [.. results.Where(result => result.ErrorCode == ErrorCode.None).Select(result => result.Row)];
    }

    private sealed record DeletedOffset(string Group, string Topic, int Partition);
}
