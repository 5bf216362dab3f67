using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists partitions in pages (KIP-966), topics in the order of their names; none named stands for all. The cursor says where the next page
/// begins.
/// <para>Versions: only 0.</para>
/// </summary>
internal sealed class DescribeTopicPartitions(GatewayServices services) : Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>
{
    protected override async ValueTask<DescribeTopicPartitionsResponse?> HandleAsync(
        DescribeTopicPartitionsRequest request, RequestContext context)
    {
        if (request.Cursor is { PartitionIndex: < 0 })
        {
            return new DescribeTopicPartitionsResponse
            {
                Topics = [.. request.Topics.Select(topic => Refuse(topic.Name, ErrorCode.InvalidRequest))],
            };
        }

        var room = Math.Max(1, Math.Min(request.ResponsePartitionLimit, services.Settings[BrokerConfigs.MaxRequestPartitionSizeLimit]));
        var response = new DescribeTopicPartitionsResponse();
        var catalog = await services.Topics.RefreshAsync(context.Aborted);
        var nodes = services.Cluster.ReachableFrom(context);
        foreach (var name in Names(request, catalog))
        {
            var first = name == request.Cursor?.TopicName ? request.Cursor.PartitionIndex : 0;
            if (room == 0)
            {
                response.NextCursor = new() { TopicName = name, PartitionIndex = first };
                break;
            }

            if (catalog.Find(name) is not { } topic)
            {
                response.Topics.Add(Refuse(name, await services.Creation.ExplainAbsenceAsync(name, context.Aborted)));
                continue;
            }

            var count = Math.Clamp(topic.PartitionCount - first, 0, room);
            response.Topics.Add(Describe(topic, nodes, first, count));
            room -= count;
            if (first + count < topic.PartitionCount)
            {
                response.NextCursor = new() { TopicName = name, PartitionIndex = first + count };
                break;
            }
        }

        return response;
    }

    private static IEnumerable<string> Names(DescribeTopicPartitionsRequest request, TopicCatalogSnapshot catalog)
    {
        var from = request.Cursor?.TopicName ?? "";
        return request.Topics.Count == 0
            ? catalog.From(from).Select(topic => topic.Name)
            : request.Topics.Select(topic => topic.Name).Where(name => string.CompareOrdinal(name, from) >= 0)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic Refuse(string name, ErrorCode error) =>
        new() { Name = name, ErrorCode = error };

    private DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic Describe(
        TopicCatalogEntry topic, ReachableNodes nodes, int first, int count) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        TopicAuthorizedOperations = AuthorizedOperations.Topic,
        Partitions = [.. Enumerable.Range(first, count).Select(index =>
        {
            var leader = services.Cluster.LeaderOf(topic.Partition(index));
            var door = nodes.DoorTo(leader.NodeId);
            return new DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition
            {
                PartitionIndex = index,
                LeaderId = door,
                LeaderEpoch = leader.LeaderEpoch,
                ReplicaNodes = [door],
                IsrNodes = [door],
                EligibleLeaderReplicas = [],
                LastKnownElr = [],
            };
        })],
    };
}
