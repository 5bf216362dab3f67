using System.Text.Json.Serialization;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Configs;

/// <summary>A setting as it is shown. The value is null where it is sensitive, or none.</summary>
internal sealed record ConfigEntry(string Name, string? Value, string Source, bool IsSensitive, bool IsReadOnly)
{
    // The codes of the wire.
    private static readonly string[] s_sources =
    [
        "UNKNOWN", "DYNAMIC_TOPIC_CONFIG", "DYNAMIC_BROKER_CONFIG", "DYNAMIC_DEFAULT_BROKER_CONFIG", "STATIC_BROKER_CONFIG", "DEFAULT_CONFIG",
        "DYNAMIC_BROKER_LOGGER_CONFIG", "CLIENT_METRICS_CONFIG", "GROUP_CONFIG",
    ];

    /// <summary>Whether it was set while the broker ran, for this entity or for all brokers.</summary>
    [JsonIgnore]
    public bool IsDynamic => Source.StartsWith("DYNAMIC_", StringComparison.Ordinal);

    /// <summary>Whether it was set for this very topic.</summary>
    [JsonIgnore]
    public bool IsOverride => Source == s_sources[1];

    public static ConfigEntry From(DescribeConfigsResponse.DescribeConfigsResourceResult config) =>
        new(config.Name, config.Value, SourceName(config.ConfigSource), config.IsSensitive, config.ReadOnly);

    private static string SourceName(sbyte code) => code >= 0 && code < s_sources.Length ? s_sources[code] : s_sources[0];
}
