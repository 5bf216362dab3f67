using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// What is measured, traced and logged, and where it goes. None of these are Kafka's.
public static partial class BrokerConfigs
{
    /// <summary>metrics.consumer.lag.interval.ms</summary>
    public static ConfigKey<int> MetricsConsumerLagIntervalMs { get; } = Int(
        "metrics.consumer.lag.interval.ms", 15_000, ConfigRule.AtLeast(1000), "How often consumer lag is measured, by one silo for the whole cluster.");

    /// <summary>metrics.consumer.lag.max</summary>
    public static ConfigKey<int> MetricsConsumerLagMax { get; } = Int(
        "metrics.consumer.lag.max", 10_000, ConfigRule.AtLeast(0),
        "Of how many partitions of groups lag is told, those furthest behind first: each is a time series. 0 tells none.");

    /// <summary>console.log.format</summary>
    public static ConfigKey<string> ConsoleLogFormat { get; } = String(
        "console.log.format", "text", ConfigRule.OneOf("text", "json"), "How the log on standard error is written, one line an entry: for people, or for programs.");

    /// <summary>console.log.level</summary>
    public static ConfigKey<string> ConsoleLogLevel { get; } = String(
        "console.log.level",
        "information",
        ConfigRule.OneOf("trace", "debug", "information", "warning", "error"),
        "From which level on entries are logged. Those of the libraries below are from warning on.");

    /// <summary>otlp.endpoint</summary>
    public static ConfigKey<string?> OtlpEndpoint { get; } = OptionalString(
        "otlp.endpoint", ConfigRule.Url,
        "Where metrics and traces are pushed by OTLP over gRPC, such as http://collector:4317. Without it metrics are only told on /metrics of the operations port, and nothing is traced.");

    /// <summary>traces.sample.ratio</summary>
    public static ConfigKey<double> TracesSampleRatio { get; } = Double(
        "traces.sample.ratio", 0.001, ConfigRule.Between(0, 1), "The part of the requests of which traces are pushed to otlp.endpoint. 0 traces none, 1 each.");
}
