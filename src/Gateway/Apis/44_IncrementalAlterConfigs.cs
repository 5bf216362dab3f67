using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Configs;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Sets, deletes, or, where they are lists, appends to and subtracts from single settings of resources (KIP-339).
/// <para>Versions: 1 is flexible.</para>
/// </summary>
internal sealed class IncrementalAlterConfigs(GatewayServices services) : Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
{
    protected override async ValueTask<IncrementalAlterConfigsResponse?> HandleAsync(IncrementalAlterConfigsRequest request, RequestContext context)
    {
        var response = new IncrementalAlterConfigsResponse();
        foreach (var same in request.Resources.GroupBy(resource => (resource.ResourceType, resource.ResourceName)))
        {
            response.Responses.Add(await AlterAsync(same.First(), same.Count(), request.ValidateOnly, context.Aborted));
        }

        return response;
    }

    private async ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, int times, bool validateOnly, CancellationToken cancellationToken)
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
            ? await services.Actors.Topic(resource.ResourceName).IncrementalAlterConfigsAsync(resource, validateOnly, cancellationToken)
            : await services.Actors.Configs.IncrementalAlterAsync(resource, validateOnly, cancellationToken);
    }
}
