using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// Consumer groups, their offsets, and producers.
public static partial class BrokerConfigs
{
    /// <summary>group.initial.rebalance.delay.ms</summary>
    public static ConfigKey<int> GroupInitialRebalanceDelayMs { get; } = Int(
        "group.initial.rebalance.delay.ms", 3000, ConfigRule.AtLeast(0), "How long the first rebalance of an empty group waits for more members.");

    /// <summary>group.min.session.timeout.ms</summary>
    public static ConfigKey<int> GroupMinSessionTimeoutMs { get; } = Int(
        "group.min.session.timeout.ms", 6000, null, "The shortest session timeout that a member may ask for.");

    /// <summary>group.max.session.timeout.ms</summary>
    public static ConfigKey<int> GroupMaxSessionTimeoutMs { get; } = Int(
        "group.max.session.timeout.ms", 1_800_000, null, "The longest session timeout that a member may ask for.");

    /// <summary>group.max.size</summary>
    public static ConfigKey<int> GroupMaxSize { get; } = Int(
        "group.max.size", int.MaxValue, ConfigRule.AtLeast(1), "How many members a group may have at most.");

    /// <summary>offset.metadata.max.bytes</summary>
    public static ConfigKey<int> OffsetMetadataMaxBytes { get; } = Int(
        "offset.metadata.max.bytes", 4096, null, "The longest text that may be attached to a committed offset.");

    /// <summary>offsets.retention.minutes</summary>
    public static ConfigKey<int> OffsetsRetentionMinutes { get; } = Int(
        "offsets.retention.minutes", 10_080, ConfigRule.AtLeast(1), "How long committed offsets outlive the last member of their group.");

    /// <summary>offsets.retention.check.interval.ms</summary>
    public static ConfigKey<long> OffsetsRetentionCheckIntervalMs { get; } = Long(
        "offsets.retention.check.interval.ms", 600_000, ConfigRule.AtLeast(1), "How often expired offsets are looked for.");

    /// <summary>offsets.commit.check.assignment (ours).</summary>
    public static ConfigKey<bool> OffsetsCommitCheckAssignment { get; } = Boolean(
        "offsets.commit.check.assignment", false,
        "Whether a member may commit only offsets of partitions that it is assigned. Not a setting of Kafka's, which never checks this.");

    /// <summary>producer.id.expiration.ms</summary>
    public static ConfigKey<int> ProducerIdExpirationMs { get; } = Int(
        "producer.id.expiration.ms", 86_400_000, ConfigRule.AtLeast(1),
        "How long a partition remembers an idempotent producer that is silent. Needs a restart, where Kafka changes it while it runs.");

    /// <summary>transactional.id.expiration.ms</summary>
    public static ConfigKey<int> TransactionalIdExpirationMs { get; } = Int(
        "transactional.id.expiration.ms", 604_800_000, ConfigRule.AtLeast(1), "Kept and shown; transactions are not served.");
}
