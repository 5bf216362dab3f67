using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists the idempotent producers that partitions remember (KIP-664). None of them is in a transaction.
/// <para>Versions: only 0.</para>
/// </summary>
internal sealed class DescribeProducers(GatewayServices services) : Api<DescribeProducersRequest, DescribeProducersResponse>
{
    private const int NoCoordinator = -1;

    protected override async ValueTask<DescribeProducersResponse?> HandleAsync(DescribeProducersRequest request, RequestContext context)
    {
        var response = new DescribeProducersResponse();
        foreach (var topic in request.Topics)
        {
            var answers = new DescribeProducersResponse.TopicResponse { Name = topic.Name };
            foreach (var index in topic.PartitionIndexes)
            {
                answers.Partitions.Add(await DescribeAsync(topic.Name, index, context.Aborted));
            }

            response.Topics.Add(answers);
        }

        return response;
    }

    private async ValueTask<DescribeProducersResponse.PartitionResponse> DescribeAsync(string name, int index, CancellationToken cancellationToken)
    {
        var topic = await services.Topics.FindAsync(name, cancellationToken);
        if (!topic.Has(index))
        {
            return new() { PartitionIndex = index, ErrorCode = ErrorCode.UnknownTopicOrPartition };
        }

        var partition = await services.Actors.Partition(topic!.Partition(index)).DescribeAsync(cancellationToken);
        return new()
        {
            PartitionIndex = index,
            ErrorCode = partition.ErrorCode,
            ActiveProducers = [.. partition.Producers.Select(producer => new DescribeProducersResponse.ProducerState
            {
                ProducerId = producer.ProducerId,
                ProducerEpoch = producer.ProducerEpoch,
                LastSequence = producer.LastSequence,
                LastTimestamp = producer.LastTimestamp,
                CoordinatorEpoch = NoCoordinator,
            })],
        };
    }
}
