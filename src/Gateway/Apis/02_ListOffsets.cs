using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Finds offsets by timestamp, or the first, the last, or the one with the greatest timestamp.
/// <para>
/// Versions: 0 answers with a list of offsets, newest first; 1 with one offset and its timestamp; 2 adds isolation levels; 4 leader epochs;
/// 6 is flexible; 7 the greatest timestamp (-3, KIP-734); 8 the earliest local offset (-4); 9 the latest tiered (-5); 10 a timeout; 11 the
/// earliest pending upload (-6). Nothing is tiered here, so -4 is the earliest offset and -5 and -6 find none.
/// </para>
/// </summary>
internal sealed class ListOffsets(GatewayServices services) : Api<ListOffsetsRequest, ListOffsetsResponse>
{
    private const short FirstWithLeaderEpoch = 4;
    private const long Latest = -1;
    private const long Earliest = -2;

    // The special timestamps and the first version that knows each.
    private static readonly Dictionary<long, short> FirstVersionOf = new() { [Latest] = 0, [Earliest] = 0, [-3] = 7, [-4] = 8, [-5] = 9, [-6] = 11 };

    protected override async ValueTask<ListOffsetsResponse?> HandleAsync(ListOffsetsRequest request, RequestContext context)
    {
        var response = new ListOffsetsResponse();
        foreach (var topic in request.Topics)
        {
            var twice = topic.Partitions.CountBy(p => p.PartitionIndex).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
            var answers = new ListOffsetsResponse.ListOffsetsTopicResponse { Name = topic.Name };
            foreach (var partition in topic.Partitions)
            {
                answers.Partitions.Add(twice.Contains(partition.PartitionIndex)
                    ? Refuse(partition, ErrorCode.InvalidRequest)
                    : await FindAsync(topic.Name, partition, request.IsolationLevel, context));
            }

            response.Topics.Add(answers);
        }

        return response;
    }

    private async ValueTask<ListOffsetsResponse.ListOffsetsPartitionResponse> FindAsync(
        string topicName, ListOffsetsRequest.ListOffsetsPartition asked, sbyte isolationLevel, RequestContext context)
    {
        if (asked.Timestamp < 0 && (!FirstVersionOf.TryGetValue(asked.Timestamp, out var first) || context.ApiVersion < first))
        {
            return Refuse(asked, ErrorCode.UnsupportedVersion);
        }

        var topic = await services.Topics.FindAsync(topicName, context.Aborted);
        if (topic is null || asked.PartitionIndex < 0 || asked.PartitionIndex >= topic.PartitionCount)
        {
            return Refuse(asked, ErrorCode.UnknownTopicOrPartition);
        }

        var partition = services.Actors.Partition(topic.Partition(asked.PartitionIndex));
        var found = await FindAsync(partition, asked.Timestamp, isolationLevel, asked.CurrentLeaderEpoch, context);
        var answer = new ListOffsetsResponse.ListOffsetsPartitionResponse { PartitionIndex = asked.PartitionIndex, ErrorCode = found.ErrorCode };
        if (context.ApiVersion == 0)
        {
            answer.OldStyleOffsets = await OldStyleAsync(partition, asked, found, isolationLevel, context);
            return answer;
        }

        answer.Timestamp = found.Timestamp;
        answer.Offset = found.Offset;
        answer.LeaderEpoch = context.ApiVersion >= FirstWithLeaderEpoch ? found.LeaderEpoch : -1;
        return answer;
    }

    private static ValueTask<FindOffsetResponse> FindAsync(
        IPartition partition, long timestamp, sbyte isolationLevel, int currentLeaderEpoch, RequestContext context) =>
        partition.FindOffsetAsync(
            new FindOffsetRequest { Timestamp = timestamp, IsolationLevel = isolationLevel, CurrentLeaderEpoch = currentLeaderEpoch },
            context.Aborted);

    // Version 0 wants up to so many offsets at or before the one asked for, newest first. The found one and the log's start bound them.
    private static async ValueTask<List<long>> OldStyleAsync(
        IPartition partition,
        ListOffsetsRequest.ListOffsetsPartition asked,
        FindOffsetResponse found,
        sbyte isolationLevel,
        RequestContext context)
    {
        if (found.ErrorCode != ErrorCode.None || asked.MaxNumOffsets <= 0)
        {
            return [];
        }

        var start = await FindAsync(partition, Earliest, isolationLevel, asked.CurrentLeaderEpoch, context);
        var newest = found.Offset >= 0 ? found : await FindAsync(partition, Latest, isolationLevel, asked.CurrentLeaderEpoch, context);
        return newest.Offset == start.Offset || asked.MaxNumOffsets == 1 ? [newest.Offset] : [newest.Offset, start.Offset];
    }

    private static ListOffsetsResponse.ListOffsetsPartitionResponse Refuse(ListOffsetsRequest.ListOffsetsPartition asked, ErrorCode error) =>
        new() { PartitionIndex = asked.PartitionIndex, ErrorCode = error, Timestamp = -1, Offset = -1 };
}
