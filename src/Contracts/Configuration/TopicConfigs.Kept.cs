using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// Settings of topics that are checked, kept and shown as Kafka does, and act on nothing here.
public static partial class TopicConfigs
{
    private const string NoCompaction = "Kept and shown; compaction does not act.";
    private const string NoTiers = "Kept and shown; there is no tiered storage.";

    /// <summary>delete.retention.ms</summary>
    public static ConfigKey<long> DeleteRetentionMs { get; } = Long("delete.retention.ms", 86_400_000, ConfigRule.AtLeast(0), NoCompaction);

    /// <summary>min.cleanable.dirty.ratio</summary>
    public static ConfigKey<double> MinCleanableDirtyRatio { get; } = Double("min.cleanable.dirty.ratio", 0.5, ConfigRule.Between(0, 1), NoCompaction);

    /// <summary>min.compaction.lag.ms</summary>
    public static ConfigKey<long> MinCompactionLagMs { get; } = Long("min.compaction.lag.ms", 0, ConfigRule.AtLeast(0), NoCompaction);

    /// <summary>max.compaction.lag.ms</summary>
    public static ConfigKey<long> MaxCompactionLagMs { get; } = Long("max.compaction.lag.ms", long.MaxValue, ConfigRule.AtLeast(1), NoCompaction);

    /// <summary>file.delete.delay.ms</summary>
    public static ConfigKey<long> FileDeleteDelayMs { get; } = Long(
        "file.delete.delay.ms", 60_000, ConfigRule.AtLeast(0), "Kept and shown; files are deleted at once.");

    /// <summary>flush.messages</summary>
    public static ConfigKey<long> FlushMessages { get; } = Long(
        "flush.messages", long.MaxValue, ConfigRule.AtLeast(1), "Kept and shown; the broker's log.flush says when logs are flushed.");

    /// <summary>flush.ms</summary>
    public static ConfigKey<long> FlushMs { get; } = Long(
        "flush.ms", long.MaxValue, ConfigRule.AtLeast(0), "Kept and shown; the broker's log.flush says when logs are flushed.");

    /// <summary>follower.replication.throttled.replicas</summary>
    public static ConfigKey<IReadOnlyList<string>> FollowerReplicationThrottledReplicas { get; } = List(
        "follower.replication.throttled.replicas", [], ConfigRule.ThrottledReplicas, "Kept and shown; there are no followers.");

    /// <summary>leader.replication.throttled.replicas</summary>
    public static ConfigKey<IReadOnlyList<string>> LeaderReplicationThrottledReplicas { get; } = List(
        "leader.replication.throttled.replicas", [], ConfigRule.ThrottledReplicas, "Kept and shown; there are no followers.");

    /// <summary>local.retention.bytes</summary>
    public static ConfigKey<long> LocalRetentionBytes { get; } = Long("local.retention.bytes", -2, ConfigRule.AtLeast(-2), NoTiers);

    /// <summary>local.retention.ms</summary>
    public static ConfigKey<long> LocalRetentionMs { get; } = Long("local.retention.ms", -2, ConfigRule.AtLeast(-2), NoTiers);

    /// <summary>preallocate</summary>
    public static ConfigKey<bool> Preallocate { get; } = Boolean("preallocate", false, "Kept and shown; segments grow as they are written.");

    /// <summary>remote.log.copy.disable</summary>
    public static ConfigKey<bool> RemoteLogCopyDisable { get; } = Boolean("remote.log.copy.disable", false, NoTiers);

    /// <summary>remote.log.delete.on.disable</summary>
    public static ConfigKey<bool> RemoteLogDeleteOnDisable { get; } = Boolean("remote.log.delete.on.disable", false, NoTiers);

    /// <summary>remote.storage.enable: only false is taken.</summary>
    public static ConfigKey<bool> RemoteStorageEnable { get; } = Boolean(
        "remote.storage.enable", false, "Whether older segments move to tiered storage. There is none, so true is refused.");

    /// <summary>segment.index.bytes</summary>
    public static ConfigKey<int> SegmentIndexBytes { get; } = Int(
        "segment.index.bytes", 10_485_760, ConfigRule.AtLeast(4), "Kept and shown; indexes grow with their segments.");

    /// <summary>segment.jitter.ms</summary>
    public static ConfigKey<long> SegmentJitterMs { get; } = Long(
        "segment.jitter.ms", 0, ConfigRule.AtLeast(0), "Kept and shown; segments begin at their time.");

    /// <summary>unclean.leader.election.enable</summary>
    public static ConfigKey<bool> UncleanLeaderElectionEnable { get; } = Boolean(
        "unclean.leader.election.enable", false, "Kept and shown; with one replica there is no election.");
}
