using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// What is measured, and where it goes. None of these are Kafka's.
public static partial class BrokerConfigs
{
    /// <summary>metrics.consumer.lag.interval.ms</summary>
    public static ConfigKey<int> MetricsConsumerLagIntervalMs { get; } = Int(
        "metrics.consumer.lag.interval.ms", 15_000, ConfigRule.AtLeast(1000), "How often consumer lag is measured, by one silo for the whole cluster.");

    /// <summary>metrics.consumer.lag.max</summary>
    public static ConfigKey<int> MetricsConsumerLagMax { get; } = Int(
        "metrics.consumer.lag.max", 10_000, ConfigRule.AtLeast(0),
        "Of how many partitions of groups lag is told, those furthest behind first: each is a time series. 0 tells none.");

    /// <summary>otlp.endpoint</summary>
    public static ConfigKey<string?> OtlpEndpoint { get; } = OptionalString(
        "otlp.endpoint", ConfigRule.Url,
        "Where metrics are pushed by OTLP over gRPC, such as http://collector:4317. Without it they are only told on /metrics of the operations port.");
}
