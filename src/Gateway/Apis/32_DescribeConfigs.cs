using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Configs;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists the settings of topics, brokers, groups and client metrics subscriptions, with where each value comes from.
/// <para>
/// Versions: 0 only tells defaults from the rest; 1 adds sources and synonyms (KIP-226); 3 types and documentation (KIP-569); 4 is flexible.
/// </para>
/// </summary>
internal sealed class DescribeConfigs(GatewayServices services) : Api<DescribeConfigsRequest, DescribeConfigsResponse>
{
    private const short FirstWithSources = 1;

    private readonly ConfigListings _listings = new(services.Actors, services.Cluster, services.Settings, services.Topics);

    protected override async ValueTask<DescribeConfigsResponse?> HandleAsync(DescribeConfigsRequest request, RequestContext context)
    {
        var response = new DescribeConfigsResponse();
        foreach (var resource in request.Resources)
        {
            var listing = await _listings.ListAsync((ConfigResourceType)resource.ResourceType, resource.ResourceName, context.Aborted);
            response.Results.Add(new()
            {
                ErrorCode = listing.Error,
                ErrorMessage = listing.Message,
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
                Configs = [.. listing.Entries.Where(entry => IsAsked(resource, entry)).Select(entry => Describe(entry, request, context.ApiVersion))],
            });
        }

        return response;
    }

    private static bool IsAsked(DescribeConfigsRequest.DescribeConfigsResource resource, ConfigEntry entry) =>
        resource.ConfigurationKeys is not { Count: > 0 } keys || keys.Contains(entry.Definition.Name);

    private static DescribeConfigsResponse.DescribeConfigsResourceResult Describe(
        ConfigEntry entry, DescribeConfigsRequest request, short version) => new()
    {
        Name = entry.Definition.Name,
        Value = entry.Value,
        ReadOnly = entry.IsReadOnly,
        IsDefault = version < FirstWithSources && entry.Source == ConfigSource.DefaultConfig,
        ConfigSource = (sbyte)entry.Source,
        IsSensitive = entry.Definition.IsSensitive,
        ConfigType = (sbyte)entry.Definition.Type,
        Documentation = request.IncludeDocumentation ? entry.Definition.Documentation : null,
        Synonyms = !request.IncludeSynonyms ? [] : [.. entry.Synonyms.Select(synonym => new DescribeConfigsResponse.DescribeConfigsSynonym
        {
            Name = synonym.Name,
            Value = synonym.Value,
            Source = (sbyte)synonym.Source,
        })],
    };
}
