using System.Collections.Immutable;
using System.Globalization;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Configuration;

/// <summary>Which resources besides topics have settings, and what they may set.</summary>
internal static class ResourceCheck
{
    /// <summary>The settings that resources of a type know, or null where the type has none that can be kept.</summary>
    public static ConfigSet? Known(ConfigResourceType type) => type switch
    {
        ConfigResourceType.Broker => BrokerConfigs.All,
        ConfigResourceType.Group => GroupConfigs.All,
        ConfigResourceType.ClientMetrics => ClientMetricsConfigs.All,
        _ => null,
    };

    /// <summary>Null where there can be such a resource.</summary>
    public static KafkaError? Resource(ConfigResourceType type, string name, ICluster cluster) => type switch
    {
        ConfigResourceType.Broker when name.Length == 0 => null,
        ConfigResourceType.Broker when !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
            new(ErrorCode.InvalidRequest, $"Node id must be an integer, but it is: {name}"),
        ConfigResourceType.Broker => cluster.Nodes.Any(node => node.Id == int.Parse(name, CultureInfo.InvariantCulture)) ? null
            : new(ErrorCode.BrokerIdNotRegistered, $"No broker with id {name} found."),
        ConfigResourceType.Group or ConfigResourceType.ClientMetrics => name.Length > 0 ? null
            : new(ErrorCode.InvalidRequest, $"A {Words(type)} resource must have a name"),
        _ => new(ErrorCode.InvalidRequest, $"Unknown resource type {(sbyte)type}"),
    };

    /// <summary>Null where everything that a resource wants to set is known, valid and may be set while brokers run.</summary>
    public static KafkaError? Configs(ConfigResourceType type, string name, ImmutableSortedDictionary<string, string> configs)
    {
        foreach (var (key, value) in configs)
        {
            var definition = Known(type)!.Find(key);
            var problem = definition is null ? $"Unknown {Words(type)} config name: {key}"
                : type == ConfigResourceType.Broker && definition.Update == ConfigUpdate.ReadOnly ? $"Cannot update these configs dynamically: {key}"
                : type == ConfigResourceType.Broker && name.Length == 0 && definition.Update == ConfigUpdate.PerBroker
                    ? $"Cannot update these configs at default cluster level: {key}"
                : definition.Validate(value);
            if (problem is not null)
            {
                // Kafka answers a bad broker setting with INVALID_REQUEST since before it had INVALID_CONFIG (KAFKA-13609).
                return new(type == ConfigResourceType.Broker ? ErrorCode.InvalidRequest : ErrorCode.InvalidConfig, problem);
            }
        }

        return null;
    }

    private static string Words(ConfigResourceType type) => type switch
    {
        ConfigResourceType.Broker => "broker",
        ConfigResourceType.Group => "group",
        _ => "client metrics",
    };
}
