using System.Collections.Frozen;
using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>The settings of topics: all that Kafka 4 knows. Those that say "kept and shown" do not act.</summary>
public static partial class TopicConfigs
{
    /// <summary>All settings of a topic.</summary>
    public static ConfigSet All => Declared.Set;

    /// <summary>cleanup.policy</summary>
    public static ConfigKey<IReadOnlyList<string>> CleanupPolicy { get; } = List(
        "cleanup.policy", ["delete"], ConfigRule.SomeOf("compact", "delete"), "What becomes of old segments. delete acts; compact is kept and shown.");

    /// <summary>compression.type</summary>
    public static ConfigKey<string> CompressionType { get; } = String(
        "compression.type", "producer", ConfigRule.OneOf(BrokerConfigs.CompressionTypes),
        "The codec that batches are kept in; producer keeps them as they come, uncompressed without any.");

    /// <summary>compression.gzip.level</summary>
    public static ConfigKey<int> CompressionGzipLevel { get; } = Int(
        "compression.gzip.level", -1, ConfigRule.GzipLevel, "The level used where compression.type is gzip.");

    /// <summary>compression.lz4.level</summary>
    public static ConfigKey<int> CompressionLz4Level { get; } = Int(
        "compression.lz4.level", 9, ConfigRule.Between(1, 17), "The level used where compression.type is lz4.");

    /// <summary>compression.zstd.level</summary>
    public static ConfigKey<int> CompressionZstdLevel { get; } = Int(
        "compression.zstd.level", 3, ConfigRule.Between(-131_072, 22), "The level used where compression.type is zstd.");

    /// <summary>max.message.bytes</summary>
    public static ConfigKey<int> MaxMessageBytes { get; } = Int(
        "max.message.bytes", 1_048_588, ConfigRule.AtLeast(0), "The largest record batch taken, compressed as it comes.");

    /// <summary>message.timestamp.type</summary>
    public static ConfigKey<string> MessageTimestampType { get; } = String(
        "message.timestamp.type", "CreateTime", ConfigRule.OneOf("CreateTime", "LogAppendTime"),
        "Whether records keep the producer's time or get that of their arrival.");

    /// <summary>message.timestamp.before.max.ms</summary>
    public static ConfigKey<long> MessageTimestampBeforeMaxMs { get; } = Long(
        "message.timestamp.before.max.ms", long.MaxValue, ConfigRule.AtLeast(0), "How far a record's time may lie before the broker's, with CreateTime.");

    /// <summary>message.timestamp.after.max.ms</summary>
    public static ConfigKey<long> MessageTimestampAfterMaxMs { get; } = Long(
        "message.timestamp.after.max.ms", 3_600_000, ConfigRule.AtLeast(0), "How far a record's time may lie after the broker's, with CreateTime.");

    /// <summary>min.insync.replicas</summary>
    public static ConfigKey<int> MinInSyncReplicas { get; } = Int(
        "min.insync.replicas", 1, ConfigRule.AtLeast(1),
        "How many replicas must be in sync for acks=all. There is one, so with more than 1 such writes are refused.");

    /// <summary>retention.ms</summary>
    public static ConfigKey<long> RetentionMs { get; } = Long(
        "retention.ms", 604_800_000, ConfigRule.AtLeast(-1), "How long segments are kept; -1 for ever.");

    /// <summary>retention.bytes</summary>
    public static ConfigKey<long> RetentionBytes { get; } = Long(
        "retention.bytes", -1, null, "How much of a partition's log is kept; -1 for all.");

    /// <summary>segment.bytes</summary>
    public static ConfigKey<int> SegmentBytes { get; } = Int(
        "segment.bytes", 1_073_741_824, ConfigRule.AtLeast(14), "The size at which a new segment begins.");

    /// <summary>segment.ms</summary>
    public static ConfigKey<long> SegmentMs { get; } = Long(
        "segment.ms", 604_800_000, ConfigRule.AtLeast(1), "The age at which a new segment begins.");

    /// <summary>index.interval.bytes</summary>
    public static ConfigKey<int> IndexIntervalBytes { get; } = Int(
        "index.interval.bytes", 4096, ConfigRule.AtLeast(0), "How many bytes of the log lie between two index entries.");

    /// <summary>The broker's settings that stand in for a setting of a topic, the one that goes first in front; empty for none.</summary>
    public static IReadOnlyList<BrokerSynonym> BrokerSynonymsOf(ConfigDefinition definition) =>
        Declared.Synonyms.TryGetValue(definition, out var synonyms) ? synonyms : [];

    // Filled on first use, when the declarations of every part have run.
    private static class Declared
    {
        public static readonly ConfigSet Set = ConfigSet.DeclaredIn(typeof(TopicConfigs));

        public static readonly FrozenDictionary<ConfigDefinition, BrokerSynonym[]> Synonyms = SynonymTable.Create();
    }
}
