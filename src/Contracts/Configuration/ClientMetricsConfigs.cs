using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>The settings of a client metrics subscription (KIP-714). Checked and kept.</summary>
public static class ClientMetricsConfigs
{
    /// <summary>All settings of a subscription.</summary>
    public static ConfigSet All => Declared.Set;

    /// <summary>interval.ms</summary>
    public static ConfigKey<int> IntervalMs { get; } = Int(
        "interval.ms", 300_000, ConfigRule.Between(100, 3_600_000), "How often clients push their metrics.");

    /// <summary>match</summary>
    public static ConfigKey<IReadOnlyList<string>> Match { get; } = List(
        "match", [], ConfigRule.Selectors, "Which clients are meant: selectors of the form name=pattern.");

    /// <summary>metrics</summary>
    public static ConfigKey<IReadOnlyList<string>> Metrics { get; } = List("metrics", [], null, "Prefixes of the metrics wanted; * for all.");

    // Filled on first use, when the declarations have run.
    private static class Declared
    {
        public static readonly ConfigSet Set = ConfigSet.DeclaredIn(typeof(ClientMetricsConfigs));
    }
}
