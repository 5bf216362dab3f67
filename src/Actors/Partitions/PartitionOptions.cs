using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Actors.Partitions;

/// <summary>What holds for all partitions of a node.</summary>
public sealed record PartitionOptions
{
    /// <summary>batch.validation</summary>
    public BatchValidation Validation { get; init; } = BatchValidation.Full;

    /// <summary>log.flush=acks-all: a write with acks=all is answered when the log has flushed it.</summary>
    public bool FlushBeforeAck { get; init; } = true;

    /// <summary>How many fetches may wait at one partition's tail; more are answered at once with what there is.</summary>
    public int MaxWaitingFetches { get; init; } = 10_000;

    /// <summary>How many bytes may wait for a log that takes none; more are refused, for the producer to try again.</summary>
    public long MaxWaitingBytes { get; init; } = 64 << 20;

    /// <summary>After so many appended bytes the producers' state is noted down, so that an opening need not read more than that.</summary>
    public long SnapshotEveryBytes { get; init; } = 16 << 20;

    /// <summary>producer.id.expiration.ms</summary>
    public TimeSpan ProducerExpiration { get; init; } = TimeSpan.FromDays(1);

    /// <summary>log.retention.check.interval.ms</summary>
    public TimeSpan UpkeepInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From a node's settings.</summary>
    public static PartitionOptions From(BrokerSettings settings) => new()
    {
        Validation = settings[BrokerConfigs.BatchValidation] == "full" ? BatchValidation.Full : BatchValidation.Header,
        FlushBeforeAck = settings[BrokerConfigs.LogFlush] == "acks-all",
        ProducerExpiration = TimeSpan.FromMilliseconds(settings[BrokerConfigs.ProducerIdExpirationMs]),
        UpkeepInterval = TimeSpan.FromMilliseconds(settings[BrokerConfigs.LogRetentionCheckIntervalMs]),
    };
}
