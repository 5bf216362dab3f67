using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Would elect leaders among replicas (KIP-460). A partition has one replica, so no election is ever needed; asked about all partitions, the
/// answer names none, as Kafka leaves those out that need none.
/// <para>Versions: 1 adds unclean elections and a top-level error; 2 is flexible.</para>
/// </summary>
internal sealed class ElectLeaders(GatewayServices services) : Api<ElectLeadersRequest, ElectLeadersResponse>
{
    private const sbyte Unclean = 1;

    protected override async ValueTask<ElectLeadersResponse?> HandleAsync(ElectLeadersRequest request, RequestContext context)
    {
        if (request.ElectionType is < 0 or > Unclean)
        {
            return new ElectLeadersResponse { ErrorCode = ErrorCode.InvalidRequest };
        }

        var response = new ElectLeadersResponse();
        foreach (var asked in request.TopicPartitions ?? [])
        {
            var topic = await services.Topics.FindAsync(asked.Topic, context.Aborted);
            response.ReplicaElectionResults.Add(new()
            {
                Topic = asked.Topic,
                PartitionResult = [.. asked.Partitions.Select(index => topic.Has(index)
                    ? Result(index, ErrorCode.ElectionNotNeeded, "Leader election not needed for topic partition.")
                    : Result(index, ErrorCode.UnknownTopicOrPartition, $"No such partition as {asked.Topic}-{index}"))],
            });
        }

        return response;
    }

    private static ElectLeadersResponse.PartitionResult Result(int index, ErrorCode error, string message) =>
        new() { PartitionId = index, ErrorCode = error, ErrorMessage = message };
}
