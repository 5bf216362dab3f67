using System.Globalization;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists the resources that have settings: topics and brokers all, groups and client metrics subscriptions where something is set.
/// <para>Versions: 0 lists client metrics subscriptions only (KIP-714); 1 any types, none named standing for all (KIP-1142).</para>
/// </summary>
internal sealed class ListConfigResources(GatewayServices services) : Api<ListConfigResourcesRequest, ListConfigResourcesResponse>
{
    private const short FirstWithTypes = 1;

    private static readonly ConfigResourceType[] All =
    [
        ConfigResourceType.Topic, ConfigResourceType.Broker, ConfigResourceType.BrokerLogger, ConfigResourceType.ClientMetrics,
        ConfigResourceType.Group,
    ];

    protected override async ValueTask<ListConfigResourcesResponse?> HandleAsync(ListConfigResourcesRequest request, RequestContext context)
    {
        var types = context.ApiVersion < FirstWithTypes ? [ConfigResourceType.ClientMetrics]
            : request.ResourceTypes.Count == 0 ? All
            : request.ResourceTypes.Select(type => (ConfigResourceType)type).Distinct().ToArray();
        if (types.Except(All).Any())
        {
            return new ListConfigResourcesResponse { ErrorCode = ErrorCode.UnsupportedVersion };
        }

        var response = new ListConfigResourcesResponse();
        foreach (var type in types)
        {
            foreach (var name in await NamesAsync(type, context.Aborted))
            {
                response.ConfigResources.Add(new() { ResourceName = name, ResourceType = (sbyte)type });
            }
        }

        return response;
    }

    private async ValueTask<IEnumerable<string>> NamesAsync(ConfigResourceType type, CancellationToken cancellationToken) => type switch
    {
        ConfigResourceType.Topic => (await services.Topics.RefreshAsync(cancellationToken)).Topics.Select(topic => topic.Name),
        ConfigResourceType.Broker or ConfigResourceType.BrokerLogger =>
            services.Cluster.Nodes.Select(node => node.Id.ToString(CultureInfo.InvariantCulture)),
        _ => await services.Actors.Configs.ListAsync(type, cancellationToken),
    };
}
