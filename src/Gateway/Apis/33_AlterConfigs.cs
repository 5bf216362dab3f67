using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Configs;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Replaces all settings of resources: what is not named falls back to its default.
/// <para>Versions: 1 changes nothing that is served; 2 is flexible.</para>
/// </summary>
internal sealed class AlterConfigs(GatewayServices services) : Api<AlterConfigsRequest, AlterConfigsResponse>
{
    protected override async ValueTask<AlterConfigsResponse?> HandleAsync(AlterConfigsRequest request, RequestContext context)
    {
        var response = new AlterConfigsResponse();
        foreach (var same in request.Resources.GroupBy(resource => (resource.ResourceType, resource.ResourceName)))
        {
            response.Responses.Add(await AlterAsync(same.First(), same.Count(), request.ValidateOnly, context.Aborted));
        }

        return response;
    }

    private async ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        AlterConfigsRequest.AlterConfigsResource resource, int times, bool validateOnly, CancellationToken cancellationToken)
    {
        var type = (ConfigResourceType)resource.ResourceType;
        if (await services.Topics.RefuseAsync(type, resource.ResourceName, times, cancellationToken) is { } refusal)
        {
            return new()
            {
                ErrorCode = refusal.Error,
                ErrorMessage = refusal.Message,
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
            };
        }

        return type == ConfigResourceType.Topic
            ? await services.Actors.Topic(resource.ResourceName).AlterConfigsAsync(resource, validateOnly, cancellationToken)
            : await services.Actors.Configs.AlterAsync(resource, validateOnly, cancellationToken);
    }
}
