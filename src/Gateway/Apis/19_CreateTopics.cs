using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Creates topics, or only checks that they could be created.
/// <para>
/// Versions: 1 adds validating only and error messages; 2 the throttle time; 3 changes nothing; 4 lets -1 stand for the default counts; 5 is
/// flexible and answers with counts and settings (KIP-525); 6 changes nothing that is served; 7 answers with topic ids.
/// </para>
/// </summary>
internal sealed class CreateTopics(GatewayServices services) : Api<CreateTopicsRequest, CreateTopicsResponse>
{
    private const string MetadataTopic = "__cluster_metadata";

    protected override async ValueTask<CreateTopicsResponse?> HandleAsync(CreateTopicsRequest request, RequestContext context)
    {
        var response = new CreateTopicsResponse();
        foreach (var named in request.Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal))
        {
            response.Topics.Add(
                named.Count() > 1 ? Refuse(named.Key, "The topic is named more than once in the request.")
                : named.Key == MetadataTopic ? Refuse(named.Key, $"Creation of internal topic {MetadataTopic} is prohibited.")
                : await services.Actors.Topic(named.Key).CreateAsync(named.Single(), request.ValidateOnly, context.Aborted));
        }

        await services.Topics.RefreshAsync(context.Aborted);
        return response;
    }

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, string message) =>
        new() { Name = name, ErrorCode = ErrorCode.InvalidRequest, ErrorMessage = message };
}
