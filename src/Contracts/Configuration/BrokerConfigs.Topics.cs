using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// Topics: how they come and go, and the defaults of their settings that are not about the log.
public static partial class BrokerConfigs
{
    /// <summary>The compression types that a topic may ask for.</summary>
    internal static string[] CompressionTypes { get; } = ["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"];

    /// <summary>num.partitions</summary>
    public static ConfigKey<int> NumPartitions { get; } = Int(
        "num.partitions", 1, ConfigRule.AtLeast(1), "How many partitions a topic gets that is created without a number.");

    /// <summary>default.replication.factor</summary>
    public static ConfigKey<int> DefaultReplicationFactor { get; } = Int(
        "default.replication.factor", 1, ConfigRule.Between(1, 1), "How many replicas a partition gets; the storage below replicates, so it is 1.");

    /// <summary>topic.max.partitions (ours).</summary>
    public static ConfigKey<int> TopicMaxPartitions { get; } = Int(
        "topic.max.partitions", 10_000, ConfigRule.AtLeast(1), "How many partitions a topic may have at most. Not a setting of Kafka's.");

    /// <summary>auto.create.topics.enable</summary>
    public static ConfigKey<bool> AutoCreateTopicsEnable { get; } = Boolean(
        "auto.create.topics.enable", true, "Whether asking for the metadata of a topic that is not there creates it, where the client allows it.");

    /// <summary>delete.topic.enable</summary>
    public static ConfigKey<bool> DeleteTopicEnable { get; } = Boolean(
        "delete.topic.enable", true, "Whether topics can be deleted at all.");

    /// <summary>message.max.bytes</summary>
    public static ConfigKey<int> MessageMaxBytes { get; } = Int(
        "message.max.bytes", 1_048_588, ConfigRule.AtLeast(0), "The largest record batch taken, compressed as it comes.", ConfigUpdate.ClusterWide);

    /// <summary>min.insync.replicas</summary>
    public static ConfigKey<int> MinInSyncReplicas { get; } = Int(
        "min.insync.replicas", 1, ConfigRule.AtLeast(1),
        "How many replicas must be in sync for acks=all. There is one, so with more than 1 such writes are refused.", ConfigUpdate.ClusterWide);

    /// <summary>unclean.leader.election.enable</summary>
    public static ConfigKey<bool> UncleanLeaderElectionEnable { get; } = Boolean(
        "unclean.leader.election.enable", false, "Kept and shown; with one replica there is no election.", ConfigUpdate.ClusterWide);

    /// <summary>compression.type</summary>
    public static ConfigKey<string> CompressionType { get; } = String(
        "compression.type", "producer", ConfigRule.OneOf(CompressionTypes),
        "The codec that batches are kept in; producer keeps them as they come, uncompressed without any.", ConfigUpdate.ClusterWide);

    /// <summary>compression.gzip.level</summary>
    public static ConfigKey<int> CompressionGzipLevel { get; } = Int(
        "compression.gzip.level", -1, ConfigRule.GzipLevel, "The level used where compression.type is gzip.", ConfigUpdate.ClusterWide);

    /// <summary>compression.lz4.level</summary>
    public static ConfigKey<int> CompressionLz4Level { get; } = Int(
        "compression.lz4.level", 9, ConfigRule.Between(1, 17), "The level used where compression.type is lz4.", ConfigUpdate.ClusterWide);

    /// <summary>compression.zstd.level</summary>
    public static ConfigKey<int> CompressionZstdLevel { get; } = Int(
        "compression.zstd.level", 3, ConfigRule.Between(-131_072, 22), "The level used where compression.type is zstd.", ConfigUpdate.ClusterWide);

    /// <summary>batch.validation (ours).</summary>
    public static ConfigKey<string> BatchValidation { get; } = String(
        "batch.validation", "full", ConfigRule.OneOf("full", "header"),
        "full checks every record of a batch, of compressed batches too by decoding them; header trusts producers beyond the batch header and "
        + "its checksum. Not a setting of Kafka's.");
}
