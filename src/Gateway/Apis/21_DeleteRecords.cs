using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Makes partitions forget their records below an offset (KIP-107).
/// <para>Versions: 1 changes nothing that is served; 2 is flexible.</para>
/// </summary>
internal sealed class DeleteRecords(GatewayServices services) : Api<DeleteRecordsRequest, DeleteRecordsResponse>
{
    private const long UnknownWatermark = -1;

    protected override async ValueTask<DeleteRecordsResponse?> HandleAsync(DeleteRecordsRequest request, RequestContext context)
    {
        var response = new DeleteRecordsResponse();
        foreach (var topic in request.Topics)
        {
            var answers = new DeleteRecordsResponse.DeleteRecordsTopicResult { Name = topic.Name };
            foreach (var partition in topic.Partitions)
            {
                answers.Partitions.Add(await TrimAsync(topic.Name, partition, context));
            }

            response.Topics.Add(answers);
        }

        return response;
    }

    private async ValueTask<DeleteRecordsResponse.DeleteRecordsPartitionResult> TrimAsync(
        string name, DeleteRecordsRequest.DeleteRecordsPartition asked, RequestContext context)
    {
        var topic = await services.Topics.FindAsync(name, context.Aborted);
        var trimmed = topic.Has(asked.PartitionIndex)
            ? await services.Actors.Partition(topic!.Partition(asked.PartitionIndex))
                .TrimAsync(new TrimRequest { Offset = asked.Offset }, context.Aborted)
            : new TrimResponse { ErrorCode = ErrorCode.UnknownTopicOrPartition };
        return new()
        {
            PartitionIndex = asked.PartitionIndex,
            ErrorCode = trimmed.ErrorCode,
            LowWatermark = trimmed.ErrorCode == ErrorCode.None ? trimmed.LowWatermark : UnknownWatermark,
        };
    }
}
