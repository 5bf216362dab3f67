using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Commits a group's offsets. Partitions that do not exist are refused here; member and generation are checked by the group.
/// <para>
/// Versions: 0 names no member; 1 brings a commit timestamp a partition; 2-4 a retention time; 6 leader epochs; 7 static members; 8 is
/// flexible; 9 member epochs of the consumer protocol; 10 names topics by id.
/// </para>
/// </summary>
internal sealed class OffsetCommit(GatewayServices services) : Api<OffsetCommitRequest, OffsetCommitResponse>
{
    private const short FirstWithTopicIds = 10;

    protected override async ValueTask<OffsetCommitResponse?> HandleAsync(OffsetCommitRequest request, RequestContext context)
    {
        var byId = context.ApiVersion >= FirstWithTopicIds;
        var response = new OffsetCommitResponse();
        var accepted = new List<OffsetCommitRequest.OffsetCommitRequestTopic>();
        foreach (var topic in request.Topics)
        {
            var entry = await services.Topics.FindAsync(byId, topic.TopicId, topic.Name, context);
            var unknown = entry is null && byId ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition;
            topic.Name = entry?.Name ?? topic.Name;
            topic.TopicId = entry?.TopicId ?? topic.TopicId;
            var refused = topic.Partitions.Where(partition => !entry.Has(partition.PartitionIndex)).ToList();
            if (refused.Count > 0 || topic.Partitions.Count == 0)
            {
                response.Topics.Add(Answer(topic, refused.Select(partition => (partition.PartitionIndex, unknown))));
            }

            if (refused.Count < topic.Partitions.Count)
            {
                topic.Partitions.RemoveAll(refused.Contains);
                accepted.Add(topic);
            }
        }

        if (accepted.Count > 0)
        {
            request.Topics = accepted;
            var caller = new GroupCaller(context.ClientId, context.Connection.ClientHost, context.ApiVersion);
            var committed = await services.Actors.Group(request.GroupId).CommitAsync(request, caller, context.Aborted);
            Merge(response, committed, accepted);
        }

        return response;
    }

    private static OffsetCommitResponse.OffsetCommitResponseTopic Answer(
        OffsetCommitRequest.OffsetCommitRequestTopic topic, IEnumerable<(int Partition, ErrorCode Error)> partitions) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        Partitions = [.. partitions.Select(p => new OffsetCommitResponse.OffsetCommitResponsePartition { PartitionIndex = p.Partition, ErrorCode = p.Error })],
    };

    private static void Merge(
        OffsetCommitResponse response, OffsetCommitResponse committed, List<OffsetCommitRequest.OffsetCommitRequestTopic> accepted)
    {
        var ids = accepted.ToLookup(topic => topic.Name, topic => topic.TopicId, StringComparer.Ordinal);
        foreach (var topic in committed.Topics)
        {
            topic.TopicId = ids[topic.Name].First();
            var refused = response.Topics.Find(other => other.TopicId == topic.TopicId);
            if (refused is null)
            {
                response.Topics.Add(topic);
            }
            else
            {
                refused.Partitions.AddRange(topic.Partitions);
            }
        }
    }
}
