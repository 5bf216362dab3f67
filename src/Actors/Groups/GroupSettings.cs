using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.Actors.Groups;

/// <summary>What a consumer group is configured with; the names in the comments are Kafka's, the defaults too.</summary>
public sealed record GroupSettings
{
    /// <summary>group.min.session.timeout.ms</summary>
    public int MinSessionTimeoutMs { get; init; } = 6_000;

    /// <summary>group.max.session.timeout.ms</summary>
    public int MaxSessionTimeoutMs { get; init; } = 1_800_000;

    /// <summary>group.initial.rebalance.delay.ms: how long an empty group waits for more members after the first one.</summary>
    public int InitialRebalanceDelayMs { get; init; } = 3_000;

    /// <summary>group.max.size: the greatest number of members.</summary>
    public int MaxSize { get; init; } = int.MaxValue;

    /// <summary>How long a new member may wait for its first join to be answered; Kafka has no setting for these 5 minutes.</summary>
    public int NewMemberJoinTimeoutMs { get; init; } = 300_000;

    /// <summary>offset.metadata.max.bytes, counted in UTF-16 units as Kafka counts them.</summary>
    public int OffsetMetadataMaxBytes { get; init; } = 4_096;

    /// <summary>offsets.retention.minutes, in ms.</summary>
    public long OffsetsRetentionMs { get; init; } = 7 * 24 * 60 * 60_000L;

    /// <summary>offsets.retention.check.interval.ms</summary>
    public long OffsetsRetentionCheckIntervalMs { get; init; } = 600_000;

    /// <summary>
    /// offsets.commit.check.assignment, an option of this service, off as in Kafka: a member may only commit offsets of partitions that its
    /// generation assigned to it; others are refused with ILLEGAL_GENERATION, so that the client joins again.
    /// </summary>
    public bool CheckAssignmentOnCommit { get; init; }

    /// <summary>From a node's settings.</summary>
    public static GroupSettings From(BrokerSettings settings) => new()
    {
        MinSessionTimeoutMs = settings[BrokerConfigs.GroupMinSessionTimeoutMs],
        MaxSessionTimeoutMs = settings[BrokerConfigs.GroupMaxSessionTimeoutMs],
        InitialRebalanceDelayMs = settings[BrokerConfigs.GroupInitialRebalanceDelayMs],
        MaxSize = settings[BrokerConfigs.GroupMaxSize],
        OffsetMetadataMaxBytes = settings[BrokerConfigs.OffsetMetadataMaxBytes],
        OffsetsRetentionMs = settings[BrokerConfigs.OffsetsRetentionMinutes] * 60_000L,
        OffsetsRetentionCheckIntervalMs = settings[BrokerConfigs.OffsetsRetentionCheckIntervalMs],
        CheckAssignmentOnCommit = settings[BrokerConfigs.OffsetsCommitCheckAssignment],
    };
}
