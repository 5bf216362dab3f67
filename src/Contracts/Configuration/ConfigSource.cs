namespace KafkaGateway.Contracts.Configuration;

/// <summary>Where a setting's value comes from, with the numbers that DescribeConfigs 1+ puts on the wire.</summary>
public enum ConfigSource : sbyte
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Set on the topic.</summary>
    DynamicTopicConfig = 1,

    /// <summary>Set on one broker while it runs.</summary>
    DynamicBrokerConfig = 2,

    /// <summary>Set for all brokers while they run.</summary>
    DynamicDefaultBrokerConfig = 3,

    /// <summary>Given to the broker when it started.</summary>
    StaticBrokerConfig = 4,

    /// <summary>Set nowhere.</summary>
    DefaultConfig = 5,

    /// <summary>Set on a logger of a broker.</summary>
    DynamicBrokerLoggerConfig = 6,

    /// <summary>Set on a client metrics subscription.</summary>
    ClientMetricsConfig = 7,

    /// <summary>Set on a group.</summary>
    GroupConfig = 8,
}
