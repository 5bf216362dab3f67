using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Producing;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Appends one record batch to each partition named.
/// <para>
/// Versions: 0-2 carry message sets of magic 0 and 1, which become one batch of magic 2; 2 adds the log append time; 3 batches of magic 2;
/// 5 the log start offset; 7 zstd; 8 errors by record; 9 is flexible; 10 the current leader; 13 names topics by id.
/// </para>
/// </summary>
internal sealed class Produce(GatewayServices services) : Api<ProduceRequest, ProduceResponse>
{
    private const short FirstWithTopicIds = 13;

    // A topic may have been made, or have grown, a moment ago through another node.
    protected override ValueTask PrepareAsync(ProduceRequest request, RequestContext context) =>
        request.TopicData.TrueForAll(topic => Has(topic, context)) ? default : RefreshAsync(context);

    protected override ValueTask<ProduceResponse?> HandleAsync(ProduceRequest request, RequestContext context)
    {
        // Every append is started before the first is awaited, which keeps requests that follow on this connection behind this one.
        var appends = new List<(ProduceResponse.PartitionProduceResponse Answer, Task<AppendResponse> Append)>();
        var response = new ProduceResponse();
        foreach (var topic in request.TopicData)
        {
            var entry = Find(topic, context);
            var answers = new ProduceResponse.TopicProduceResponse { Name = topic.Name, TopicId = topic.TopicId };
            foreach (var partition in topic.PartitionData)
            {
                var answer = new ProduceResponse.PartitionProduceResponse { Index = partition.Index, BaseOffset = -1 };
                answers.PartitionResponses.Add(answer);
                appends.Add((answer, Start(request, partition, entry, context).AsTask()));
            }

            response.Responses.Add(answers);
        }

        return FinishAsync(request, response, appends);
    }

    private TopicCatalogEntry? Find(ProduceRequest.TopicProduceData topic, RequestContext context) =>
        context.ApiVersion >= FirstWithTopicIds ? services.Topics.Current.Find(topic.TopicId) : services.Topics.Current.Find(topic.Name);

    private bool Has(ProduceRequest.TopicProduceData topic, RequestContext context) =>
        Find(topic, context) is { } entry && topic.PartitionData.TrueForAll(partition => partition.Index < entry.PartitionCount);

    private async ValueTask RefreshAsync(RequestContext context) => await services.Topics.RefreshAsync(context.Aborted);

    private static async ValueTask<ProduceResponse?> FinishAsync(
        ProduceRequest request,
        ProduceResponse response,
        List<(ProduceResponse.PartitionProduceResponse Answer, Task<AppendResponse> Append)> appends)
    {
        foreach (var (answer, append) in appends)
        {
            var result = await append;
            answer.ErrorCode = result.ErrorCode;
            answer.ErrorMessage = result.ErrorMessage;
            answer.BaseOffset = result.BaseOffset;
            answer.LogAppendTimeMs = result.LogAppendTimeMs;
            answer.LogStartOffset = result.LogStartOffset;
            answer.RecordErrors = [.. result.RecordErrors.Select(error => new ProduceResponse.BatchIndexAndErrorMessage
            {
                BatchIndex = error.BatchIndex,
                BatchIndexErrorMessage = error.Message,
            })];
        }

        if (request.Acks != 0)
        {
            return response;
        }

        // Without an answer, closing the connection is the only way to tell the producer to look again.
        var failed = appends.Find(append => append.Answer.ErrorCode != ErrorCode.None).Answer;
        return failed is null ? null : throw new RequestRefusedException($"a produce request with acks 0 failed: {failed.ErrorCode}");
    }

    private ValueTask<AppendResponse> Start(
        ProduceRequest request, ProduceRequest.PartitionProduceData partition, TopicCatalogEntry? topic, RequestContext context)
    {
        if (request.Acks is < -1 or > 1)
        {
            return Refuse(ErrorCode.InvalidRequiredAcks, $"acks must be -1, 0 or 1, not {request.Acks}");
        }

        if (request.TransactionalId is not null)
        {
            return Refuse(ErrorCode.InvalidTxnState, "transactions are not served");
        }

        if (topic is null || partition.Index < 0 || partition.Index >= topic.PartitionCount)
        {
            return Refuse(
                topic is null && context.ApiVersion >= FirstWithTopicIds ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition, null);
        }

        var (batch, fault) = ProducedRecords.Read(partition.Records, context.ApiVersion);
        return fault is null
            ? services.Actors.Partition(topic.Partition(partition.Index))
                .AppendAsync(
                    new AppendRequest { Acks = request.Acks, Batch = batch, TimeoutMs = request.TimeoutMs, TraceParent = KafkaTraces.Here },
                    context.Aborted)
            : Refuse(fault.ErrorCode, fault.Message);
    }

    private static ValueTask<AppendResponse> Refuse(ErrorCode error, string? message) =>
        new(new AppendResponse { ErrorCode = error, ErrorMessage = message });
}
