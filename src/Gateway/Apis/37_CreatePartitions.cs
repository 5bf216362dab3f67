using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Raises the number of partitions of topics (KIP-195).
/// <para>Versions: 1 changes nothing that is served; 2 is flexible; 3 changes nothing that is served.</para>
/// </summary>
internal sealed class CreatePartitions(GatewayServices services) : Api<CreatePartitionsRequest, CreatePartitionsResponse>
{
    protected override async ValueTask<CreatePartitionsResponse?> HandleAsync(CreatePartitionsRequest request, RequestContext context)
    {
        var response = new CreatePartitionsResponse();
        foreach (var named in request.Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal))
        {
            response.Results.Add(
                named.Count() > 1 ? Refuse(named.Key, ErrorCode.InvalidRequest, "The topic is named more than once in the request.")
                : await services.Topics.FindAsync(named.Key, context.Aborted) is null
                    ? Refuse(named.Key, ErrorCode.UnknownTopicOrPartition, $"The topic '{named.Key}' does not exist.")
                : await services.Actors.Topic(named.Key).AddPartitionsAsync(named.Single(), request.ValidateOnly, context.Aborted));
        }

        await services.Topics.RefreshAsync(context.Aborted);
        return response;
    }

    private static CreatePartitionsResponse.CreatePartitionsTopicResult Refuse(string name, ErrorCode error, string message) =>
        new() { Name = name, ErrorCode = error, ErrorMessage = message };
}
