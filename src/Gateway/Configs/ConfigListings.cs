using System.Globalization;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Configs;

/// <summary>All settings of one resource, or why there are none.</summary>
internal readonly record struct ConfigListing(IReadOnlyList<ConfigEntry> Entries, ErrorCode Error = ErrorCode.None, string? Message = null)
{
    public static ConfigListing Refuse(ErrorCode error, string message) => new([], error, message);
}

/// <summary>Lists the settings of any resource that Kafka knows.</summary>
internal sealed class ConfigListings(IActors actors, ICluster cluster, BrokerSettings settings, TopicView topics)
{
    public ValueTask<ConfigListing> ListAsync(ConfigResourceType type, string name, CancellationToken cancellationToken) => type switch
    {
        ConfigResourceType.Topic => ListTopicAsync(name, cancellationToken),
        ConfigResourceType.Broker => new(ListBroker(name)),
        ConfigResourceType.BrokerLogger => new(ListLoggers(name)),
        ConfigResourceType.ClientMetrics => ListOwnAsync(type, name, ClientMetricsConfigs.All, ConfigSource.ClientMetricsConfig, cancellationToken),
        ConfigResourceType.Group => ListOwnAsync(type, name, GroupConfigs.All, ConfigSource.GroupConfig, cancellationToken),
        _ => new(ConfigListing.Refuse(ErrorCode.InvalidRequest, $"Unsupported resource type: {(sbyte)type}")),
    };

    private async ValueTask<ConfigListing> ListTopicAsync(string name, CancellationToken cancellationToken)
    {
        var topic = await topics.FindAsync(name, cancellationToken) is null ? null : await actors.Topic(name).DescribeAsync(cancellationToken);
        return topic is null
            ? ConfigListing.Refuse(ErrorCode.UnknownTopicOrPartition, $"The topic '{name}' does not exist.")
            : new(new TopicSettings(settings, topic).List());
    }

    private ConfigListing ListBroker(string name) =>
        name.Length == 0 ? new([.. settings.List().Select(ClusterWide).OfType<ConfigEntry>()])
        : IsThisNode(name) ? new(settings.List())
        : ConfigListing.Refuse(ErrorCode.InvalidRequest, $"Unexpected broker id, expected {cluster.NodeId} or empty string, but received {name}");

    // The empty name asks for what was set for all brokers while they run, and for nothing else.
    private static ConfigEntry? ClusterWide(ConfigEntry entry) =>
        entry.Synonyms.FirstOrDefault(synonym => synonym.Source == ConfigSource.DynamicDefaultBrokerConfig) is { } set
            ? entry with { Value = set.Value, Source = set.Source, Synonyms = [set] }
            : null;

    private ConfigListing ListLoggers(string name) => IsThisNode(name)
        ? new([])
        : ConfigListing.Refuse(ErrorCode.InvalidRequest, $"Unexpected broker id, expected {cluster.NodeId} but received {name}");

    private async ValueTask<ConfigListing> ListOwnAsync(
        ConfigResourceType type, string name, ConfigSet known, ConfigSource source, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
        {
            return ConfigListing.Refuse(ErrorCode.InvalidRequest, "The resource must have a name");
        }

        var own = await actors.Configs.GetAsync(type, name, cancellationToken);
        return new([.. known.All.Select(definition =>
        {
            var byDefault = new ConfigSynonym(definition.Name, definition.DefaultText, ConfigSource.DefaultConfig);
            return own.TryGetValue(definition.Name, out var value)
                ? new ConfigEntry(definition, value, source, IsReadOnly: false, [new(definition.Name, value, source), byDefault])
                : new ConfigEntry(definition, definition.DefaultText, ConfigSource.DefaultConfig, IsReadOnly: false, [byDefault]);
        })]);
    }

    private bool IsThisNode(string name) => name == cluster.NodeId.ToString(CultureInfo.InvariantCulture);
}
