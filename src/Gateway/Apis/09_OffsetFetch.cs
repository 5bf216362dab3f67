using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Reads a group's committed offsets.
/// <para>
/// Versions: 2 can ask for all partitions (null) and adds a top-level error; 5 leader epochs; 6 is flexible; 7 can ask for stable offsets
/// only; 8 asks for many groups (KIP-709); 9 brings a member and its epoch; 10 names topics by id.
/// </para>
/// </summary>
internal sealed class OffsetFetch(GatewayServices services) : Api<OffsetFetchRequest, OffsetFetchResponse>
{
    private const short FirstBatched = 8;
    private const short FirstWithTopicIds = 10;

    protected override async ValueTask<OffsetFetchResponse?> HandleAsync(OffsetFetchRequest request, RequestContext context)
    {
        if (context.ApiVersion < FirstBatched)
        {
            var single = new OffsetFetchRequest.OffsetFetchRequestGroup
            {
                GroupId = request.GroupId,
                Topics = request.Topics?.ConvertAll(topic => new OffsetFetchRequest.OffsetFetchRequestTopics
                {
                    Name = topic.Name,
                    PartitionIndexes = topic.PartitionIndexes,
                }),
            };
            return Single(await services.Actors.Group(request.GroupId).FetchOffsetsAsync(single, request.RequireStable, context.Aborted), context);
        }

        var response = new OffsetFetchResponse();
        foreach (var group in request.Groups)
        {
            response.Groups.Add(context.ApiVersion >= FirstWithTopicIds
                ? await FetchByIdAsync(group, request.RequireStable, context)
                : await services.Actors.Group(group.GroupId).FetchOffsetsAsync(group, request.RequireStable, context.Aborted));
        }

        return response;
    }

    private static OffsetFetchResponse Single(OffsetFetchResponse.OffsetFetchResponseGroup group, RequestContext context)
    {
        // Versions 0 and 1 have no error for the whole group, so every partition carries it.
        var partitionError = context.ApiVersion < 2 ? group.ErrorCode : ErrorCode.None;
        return new OffsetFetchResponse
        {
            ErrorCode = group.ErrorCode,
            Topics = group.Topics.ConvertAll(topic => new OffsetFetchResponse.OffsetFetchResponseTopic
            {
                Name = topic.Name,
                Partitions = topic.Partitions.ConvertAll(partition => new OffsetFetchResponse.OffsetFetchResponsePartition
                {
                    PartitionIndex = partition.PartitionIndex,
                    CommittedOffset = partition.CommittedOffset,
                    CommittedLeaderEpoch = partition.CommittedLeaderEpoch,
                    Metadata = partition.Metadata,
                    ErrorCode = partition.ErrorCode == ErrorCode.None ? partitionError : partition.ErrorCode,
                }),
            }),
        };
    }

    private async ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchByIdAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup group, bool requireStable, RequestContext context)
    {
        var unknown = new List<OffsetFetchResponse.OffsetFetchResponseTopics>();
        if (group.Topics is not null)
        {
            foreach (var topic in group.Topics)
            {
                var entry = await services.Topics.FindAsync(topic.TopicId, context.Aborted);
                topic.Name = entry?.Name ?? "";
                if (entry is null)
                {
                    unknown.Add(Unknown(topic));
                }
            }

            group.Topics.RemoveAll(topic => topic.Name.Length == 0);
        }

        var answer = await services.Actors.Group(group.GroupId).FetchOffsetsAsync(group, requireStable, context.Aborted);
        answer.Topics.ForEach(topic => topic.TopicId = services.Topics.Current.Find(topic.Name)?.TopicId ?? Guid.Empty);
        answer.Topics.RemoveAll(topic => topic.TopicId == Guid.Empty);
        answer.Topics.AddRange(unknown);
        return answer;
    }

    private static OffsetFetchResponse.OffsetFetchResponseTopics Unknown(OffsetFetchRequest.OffsetFetchRequestTopics topic) => new()
    {
        TopicId = topic.TopicId,
        Partitions = topic.PartitionIndexes.ConvertAll(index => new OffsetFetchResponse.OffsetFetchResponsePartitions
        {
            PartitionIndex = index,
            CommittedOffset = -1,
            Metadata = "",
            ErrorCode = ErrorCode.UnknownTopicId,
        }),
    };
}
