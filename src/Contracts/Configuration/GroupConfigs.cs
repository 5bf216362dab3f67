using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>The settings of groups of the newer protocols (KIP-848, 932, 1071). Checked and kept; classic groups have none.</summary>
public static class GroupConfigs
{
    private const string Kept = "Kept and shown; groups of the classic protocol do not use it.";

    /// <summary>All settings of a group.</summary>
    public static ConfigSet All => Declared.Set;

    /// <summary>consumer.heartbeat.interval.ms</summary>
    public static ConfigKey<int> ConsumerHeartbeatIntervalMs { get; } = Int("consumer.heartbeat.interval.ms", 5000, ConfigRule.AtLeast(1), Kept);

    /// <summary>consumer.session.timeout.ms</summary>
    public static ConfigKey<int> ConsumerSessionTimeoutMs { get; } = Int("consumer.session.timeout.ms", 45_000, ConfigRule.AtLeast(1), Kept);

    /// <summary>share.auto.offset.reset</summary>
    public static ConfigKey<string> ShareAutoOffsetReset { get; } = String("share.auto.offset.reset", "latest", null, Kept);

    /// <summary>share.heartbeat.interval.ms</summary>
    public static ConfigKey<int> ShareHeartbeatIntervalMs { get; } = Int("share.heartbeat.interval.ms", 5000, ConfigRule.AtLeast(1), Kept);

    /// <summary>share.isolation.level</summary>
    public static ConfigKey<string> ShareIsolationLevel { get; } = String(
        "share.isolation.level", "read_uncommitted", ConfigRule.OneOf("read_committed", "read_uncommitted"), Kept);

    /// <summary>share.record.lock.duration.ms</summary>
    public static ConfigKey<int> ShareRecordLockDurationMs { get; } = Int("share.record.lock.duration.ms", 30_000, ConfigRule.AtLeast(1000), Kept);

    /// <summary>share.session.timeout.ms</summary>
    public static ConfigKey<int> ShareSessionTimeoutMs { get; } = Int("share.session.timeout.ms", 45_000, ConfigRule.AtLeast(1), Kept);

    /// <summary>streams.heartbeat.interval.ms</summary>
    public static ConfigKey<int> StreamsHeartbeatIntervalMs { get; } = Int("streams.heartbeat.interval.ms", 5000, ConfigRule.AtLeast(1), Kept);

    /// <summary>streams.num.standby.replicas</summary>
    public static ConfigKey<int> StreamsNumStandbyReplicas { get; } = Int("streams.num.standby.replicas", 0, ConfigRule.AtLeast(0), Kept);

    /// <summary>streams.session.timeout.ms</summary>
    public static ConfigKey<int> StreamsSessionTimeoutMs { get; } = Int("streams.session.timeout.ms", 45_000, ConfigRule.AtLeast(1), Kept);

    // Filled on first use, when the declarations have run.
    private static class Declared
    {
        public static readonly ConfigSet Set = ConfigSet.DeclaredIn(typeof(GroupConfigs));
    }
}
