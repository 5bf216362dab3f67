using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// The log: flushing, and the defaults of topic settings that are about it.
public static partial class BrokerConfigs
{
    /// <summary>log.flush (ours).</summary>
    public static ConfigKey<string> LogFlush { get; } = String(
        "log.flush", "acks-all", ConfigRule.OneOf("acks-all", "never"),
        "acks-all answers a write with acks=all when it is on the disk, and what it holds survives a power failure; never leaves the disk to the "
        + "system, as Kafka does, and survives the end of the process only. Not a setting of Kafka's.");

    /// <summary>log.retention.check.interval.ms</summary>
    public static ConfigKey<long> LogRetentionCheckIntervalMs { get; } = Long(
        "log.retention.check.interval.ms", 300_000, ConfigRule.AtLeast(1), "How often logs are looked through for segments to delete.");

    /// <summary>log.cleanup.policy</summary>
    public static ConfigKey<IReadOnlyList<string>> LogCleanupPolicy { get; } = List(
        "log.cleanup.policy", ["delete"], ConfigRule.SomeOf("compact", "delete"),
        "What becomes of old segments. delete acts; compact is kept and shown.", ConfigUpdate.ClusterWide);

    /// <summary>log.retention.ms</summary>
    public static ConfigKey<long?> LogRetentionMs { get; } = OptionalLong(
        "log.retention.ms", ConfigRule.AtLeast(-1), "How long segments are kept; -1 for ever. Goes before log.retention.minutes.", ConfigUpdate.ClusterWide);

    /// <summary>log.retention.minutes</summary>
    public static ConfigKey<int?> LogRetentionMinutes { get; } = OptionalInt(
        "log.retention.minutes", ConfigRule.AtLeast(-1), "How long segments are kept; -1 for ever. Goes before log.retention.hours.");

    /// <summary>log.retention.hours</summary>
    public static ConfigKey<int> LogRetentionHours { get; } = Int(
        "log.retention.hours", 168, ConfigRule.AtLeast(-1), "How long segments are kept; -1 for ever.");

    /// <summary>log.retention.bytes</summary>
    public static ConfigKey<long> LogRetentionBytes { get; } = Long(
        "log.retention.bytes", -1, null, "How much of a partition's log is kept; -1 for all.", ConfigUpdate.ClusterWide);

    /// <summary>log.segment.bytes</summary>
    public static ConfigKey<int> LogSegmentBytes { get; } = Int(
        "log.segment.bytes", 1_073_741_824, ConfigRule.AtLeast(14), "The size at which a new segment begins.", ConfigUpdate.ClusterWide);

    /// <summary>log.roll.ms</summary>
    public static ConfigKey<long?> LogRollMs { get; } = OptionalLong(
        "log.roll.ms", ConfigRule.AtLeast(1), "The age at which a new segment begins. Goes before log.roll.hours.", ConfigUpdate.ClusterWide);

    /// <summary>log.roll.hours</summary>
    public static ConfigKey<int> LogRollHours { get; } = Int(
        "log.roll.hours", 168, ConfigRule.AtLeast(1), "The age at which a new segment begins.");

    /// <summary>log.roll.jitter.ms</summary>
    public static ConfigKey<long?> LogRollJitterMs { get; } = OptionalLong(
        "log.roll.jitter.ms", ConfigRule.AtLeast(0), "Kept and shown. Goes before log.roll.jitter.hours.", ConfigUpdate.ClusterWide);

    /// <summary>log.roll.jitter.hours</summary>
    public static ConfigKey<int> LogRollJitterHours { get; } = Int("log.roll.jitter.hours", 0, ConfigRule.AtLeast(0), "Kept and shown.");

    /// <summary>log.index.interval.bytes</summary>
    public static ConfigKey<int> LogIndexIntervalBytes { get; } = Int(
        "log.index.interval.bytes", 4096, ConfigRule.AtLeast(0), "How many bytes of the log lie between two index entries.", ConfigUpdate.ClusterWide);

    /// <summary>log.index.size.max.bytes</summary>
    public static ConfigKey<int> LogIndexSizeMaxBytes { get; } = Int(
        "log.index.size.max.bytes", 10_485_760, ConfigRule.AtLeast(4), "Kept and shown.", ConfigUpdate.ClusterWide);

    /// <summary>log.segment.delete.delay.ms</summary>
    public static ConfigKey<long> LogSegmentDeleteDelayMs { get; } = Long(
        "log.segment.delete.delay.ms", 60_000, ConfigRule.AtLeast(0), "Kept and shown.", ConfigUpdate.ClusterWide);

    /// <summary>log.flush.interval.messages</summary>
    public static ConfigKey<long> LogFlushIntervalMessages { get; } = Long(
        "log.flush.interval.messages", long.MaxValue, ConfigRule.AtLeast(1), "Kept and shown; log.flush says when logs are flushed.", ConfigUpdate.ClusterWide);

    /// <summary>log.flush.interval.ms</summary>
    public static ConfigKey<long?> LogFlushIntervalMs { get; } = OptionalLong(
        "log.flush.interval.ms", ConfigRule.AtLeast(0), "Kept and shown; log.flush says when logs are flushed.", ConfigUpdate.ClusterWide);

    /// <summary>log.preallocate</summary>
    public static ConfigKey<bool> LogPreallocate { get; } = Boolean("log.preallocate", false, "Kept and shown.", ConfigUpdate.ClusterWide);

    /// <summary>log.message.timestamp.type</summary>
    public static ConfigKey<string> LogMessageTimestampType { get; } = String(
        "log.message.timestamp.type", "CreateTime", ConfigRule.OneOf("CreateTime", "LogAppendTime"),
        "Whether records keep the producer's time or get that of their arrival.", ConfigUpdate.ClusterWide);

    /// <summary>log.message.timestamp.before.max.ms</summary>
    public static ConfigKey<long> LogMessageTimestampBeforeMaxMs { get; } = Long(
        "log.message.timestamp.before.max.ms", long.MaxValue, ConfigRule.AtLeast(0),
        "How far a record's time may lie before the broker's, with CreateTime.", ConfigUpdate.ClusterWide);

    /// <summary>log.message.timestamp.after.max.ms</summary>
    public static ConfigKey<long> LogMessageTimestampAfterMaxMs { get; } = Long(
        "log.message.timestamp.after.max.ms", 3_600_000, ConfigRule.AtLeast(0),
        "How far a record's time may lie after the broker's, with CreateTime.", ConfigUpdate.ClusterWide);

    /// <summary>log.cleaner.min.cleanable.ratio</summary>
    public static ConfigKey<double> LogCleanerMinCleanableRatio { get; } = Double(
        "log.cleaner.min.cleanable.ratio", 0.5, ConfigRule.Between(0, 1), "Kept and shown; compaction does not act.", ConfigUpdate.ClusterWide);

    /// <summary>log.cleaner.delete.retention.ms</summary>
    public static ConfigKey<long> LogCleanerDeleteRetentionMs { get; } = Long(
        "log.cleaner.delete.retention.ms", 86_400_000, ConfigRule.AtLeast(0), "Kept and shown; compaction does not act.", ConfigUpdate.ClusterWide);

    /// <summary>log.cleaner.min.compaction.lag.ms</summary>
    public static ConfigKey<long> LogCleanerMinCompactionLagMs { get; } = Long(
        "log.cleaner.min.compaction.lag.ms", 0, ConfigRule.AtLeast(0), "Kept and shown; compaction does not act.", ConfigUpdate.ClusterWide);

    /// <summary>log.cleaner.max.compaction.lag.ms</summary>
    public static ConfigKey<long> LogCleanerMaxCompactionLagMs { get; } = Long(
        "log.cleaner.max.compaction.lag.ms", long.MaxValue, ConfigRule.AtLeast(1), "Kept and shown; compaction does not act.", ConfigUpdate.ClusterWide);

    /// <summary>log.local.retention.ms</summary>
    public static ConfigKey<long> LogLocalRetentionMs { get; } = Long(
        "log.local.retention.ms", -2, ConfigRule.AtLeast(-2), "Kept and shown; there is no tiered storage.", ConfigUpdate.ClusterWide);

    /// <summary>log.local.retention.bytes</summary>
    public static ConfigKey<long> LogLocalRetentionBytes { get; } = Long(
        "log.local.retention.bytes", -2, ConfigRule.AtLeast(-2), "Kept and shown; there is no tiered storage.", ConfigUpdate.ClusterWide);
}
