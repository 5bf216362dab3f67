using System.Collections.Frozen;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>Which of the broker's settings stands in for which setting of a topic, as in Kafka.</summary>
internal static class SynonymTable
{
    private const long MsAMinute = 60_000;
    private const long MsAnHour = 60 * MsAMinute;

    public static FrozenDictionary<ConfigDefinition, BrokerSynonym[]> Create() => new Dictionary<ConfigDefinition, BrokerSynonym[]>
    {
        [TopicConfigs.CleanupPolicy] = [new(BrokerConfigs.LogCleanupPolicy)],
        [TopicConfigs.CompressionType] = [new(BrokerConfigs.CompressionType)],
        [TopicConfigs.CompressionGzipLevel] = [new(BrokerConfigs.CompressionGzipLevel)],
        [TopicConfigs.CompressionLz4Level] = [new(BrokerConfigs.CompressionLz4Level)],
        [TopicConfigs.CompressionZstdLevel] = [new(BrokerConfigs.CompressionZstdLevel)],
        [TopicConfigs.DeleteRetentionMs] = [new(BrokerConfigs.LogCleanerDeleteRetentionMs)],
        [TopicConfigs.FileDeleteDelayMs] = [new(BrokerConfigs.LogSegmentDeleteDelayMs)],
        [TopicConfigs.FlushMessages] = [new(BrokerConfigs.LogFlushIntervalMessages)],
        [TopicConfigs.FlushMs] = [new(BrokerConfigs.LogFlushIntervalMs)],
        [TopicConfigs.IndexIntervalBytes] = [new(BrokerConfigs.LogIndexIntervalBytes)],
        [TopicConfigs.LocalRetentionBytes] = [new(BrokerConfigs.LogLocalRetentionBytes)],
        [TopicConfigs.LocalRetentionMs] = [new(BrokerConfigs.LogLocalRetentionMs)],
        [TopicConfigs.MaxCompactionLagMs] = [new(BrokerConfigs.LogCleanerMaxCompactionLagMs)],
        [TopicConfigs.MaxMessageBytes] = [new(BrokerConfigs.MessageMaxBytes)],
        [TopicConfigs.MessageTimestampType] = [new(BrokerConfigs.LogMessageTimestampType)],
        [TopicConfigs.MessageTimestampBeforeMaxMs] = [new(BrokerConfigs.LogMessageTimestampBeforeMaxMs)],
        [TopicConfigs.MessageTimestampAfterMaxMs] = [new(BrokerConfigs.LogMessageTimestampAfterMaxMs)],
        [TopicConfigs.MinCleanableDirtyRatio] = [new(BrokerConfigs.LogCleanerMinCleanableRatio)],
        [TopicConfigs.MinCompactionLagMs] = [new(BrokerConfigs.LogCleanerMinCompactionLagMs)],
        [TopicConfigs.MinInSyncReplicas] = [new(BrokerConfigs.MinInSyncReplicas)],
        [TopicConfigs.Preallocate] = [new(BrokerConfigs.LogPreallocate)],
        [TopicConfigs.RetentionBytes] = [new(BrokerConfigs.LogRetentionBytes)],
        [TopicConfigs.RetentionMs] =
            [new(BrokerConfigs.LogRetentionMs), new(BrokerConfigs.LogRetentionMinutes, MsAMinute), new(BrokerConfigs.LogRetentionHours, MsAnHour)],
        [TopicConfigs.SegmentBytes] = [new(BrokerConfigs.LogSegmentBytes)],
        [TopicConfigs.SegmentIndexBytes] = [new(BrokerConfigs.LogIndexSizeMaxBytes)],
        [TopicConfigs.SegmentJitterMs] = [new(BrokerConfigs.LogRollJitterMs), new(BrokerConfigs.LogRollJitterHours, MsAnHour)],
        [TopicConfigs.SegmentMs] = [new(BrokerConfigs.LogRollMs), new(BrokerConfigs.LogRollHours, MsAnHour)],
        [TopicConfigs.UncleanLeaderElectionEnable] = [new(BrokerConfigs.UncleanLeaderElectionEnable)],
    }.ToFrozenDictionary();
}
