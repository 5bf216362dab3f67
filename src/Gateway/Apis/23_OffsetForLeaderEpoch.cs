using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Says where a leader epoch ended, so that a client notices when records behind its offset were lost (KIP-320).
/// <para>Versions: 1 adds the epoch to the answer; 2 the client's own leader epoch; 3 the replica id; 4 is flexible.</para>
/// </summary>
internal sealed class OffsetForLeaderEpoch(GatewayServices services) : Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>
{
    protected override async ValueTask<OffsetForLeaderEpochResponse?> HandleAsync(OffsetForLeaderEpochRequest request, RequestContext context)
    {
        var response = new OffsetForLeaderEpochResponse();
        foreach (var topic in request.Topics)
        {
            var answers = new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult { Topic = topic.Topic };
            foreach (var partition in topic.Partitions)
            {
                answers.Partitions.Add(await FindAsync(topic.Topic, partition, context));
            }

            response.Topics.Add(answers);
        }

        return response;
    }

    private async ValueTask<OffsetForLeaderEpochResponse.EpochEndOffset> FindAsync(
        string name, OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked, RequestContext context)
    {
        var topic = await services.Topics.FindAsync(name, context.Aborted);
        if (topic is null || asked.Partition < 0 || asked.Partition >= topic.PartitionCount)
        {
            return new() { Partition = asked.Partition, ErrorCode = ErrorCode.UnknownTopicOrPartition };
        }

        var end = await services.Actors.Partition(topic.Partition(asked.Partition)).EndOfEpochAsync(
            new EpochEndRequest { CurrentLeaderEpoch = asked.CurrentLeaderEpoch, LeaderEpoch = asked.LeaderEpoch }, context.Aborted);
        return new() { Partition = asked.Partition, ErrorCode = end.ErrorCode, LeaderEpoch = end.LeaderEpoch, EndOffset = end.EndOffset };
    }
}
