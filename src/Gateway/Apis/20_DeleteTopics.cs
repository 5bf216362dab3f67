using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Deletes topics with all that they hold.
/// <para>
/// Versions: 1 adds the throttle time; 3 the error TOPIC_DELETION_DISABLED; 4 is flexible; 5 adds error messages; 6 names topics by name or
/// by id (KIP-516).
/// </para>
/// </summary>
internal sealed class DeleteTopics(GatewayServices services) : Api<DeleteTopicsRequest, DeleteTopicsResponse>
{
    private const short FirstWithDeletionDisabled = 3;
    private const short FirstWithIds = 6;

    protected override async ValueTask<DeleteTopicsResponse?> HandleAsync(DeleteTopicsRequest request, RequestContext context)
    {
        var asked = context.ApiVersion >= FirstWithIds
            ? request.Topics
            : [.. request.TopicNames.Select(name => new DeleteTopicsRequest.DeleteTopicState { Name = name })];
        var response = new DeleteTopicsResponse();
        foreach (var same in asked.GroupBy(topic => (topic.Name, topic.TopicId)))
        {
            response.Responses.Add(await DeleteAsync(same.Key.Name, same.Key.TopicId, same.Count(), context));
        }

        await services.Topics.RefreshAsync(context.Aborted);
        return response;
    }

    private async ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(string? name, Guid id, int times, RequestContext context)
    {
        if (Refusal(name, id, times, context.ApiVersion) is { } refusal)
        {
            return new() { Name = name, TopicId = id, ErrorCode = refusal.Error, ErrorMessage = refusal.Message };
        }

        var topic = name is null ? await services.Topics.FindAsync(id, context.Aborted) : await services.Topics.FindAsync(name, context.Aborted);
        return topic is null ? Unknown(name, id)
            : await services.Actors.Topic(topic.Name).DeleteAsync(name is null ? id : null, context.Aborted);
    }

    private (ErrorCode Error, string Message)? Refusal(string? name, Guid id, int times, short version) =>
        times > 1 ? (ErrorCode.InvalidRequest, "The topic is named more than once in the request.")
        : name is not null && id != Guid.Empty ? (ErrorCode.InvalidRequest, "A topic is named by its name or by its id, not by both.")
        : name is null && id == Guid.Empty ? (ErrorCode.InvalidRequest, "A topic is named by its name or by its id, and neither was given.")
        : services.Settings[BrokerConfigs.DeleteTopicEnable] ? null
        : (version >= FirstWithDeletionDisabled ? ErrorCode.TopicDeletionDisabled : ErrorCode.InvalidRequest, "Topic deletion is disabled.");

    private static DeleteTopicsResponse.DeletableTopicResult Unknown(string? name, Guid id) => name is null
        ? new() { Name = null, TopicId = id, ErrorCode = ErrorCode.UnknownTopicId, ErrorMessage = "This server does not host this topic ID." }
        : new() { Name = name, ErrorCode = ErrorCode.UnknownTopicOrPartition, ErrorMessage = $"The topic '{name}' does not exist." };
}
