namespace KafkaGateway.Protocol.Records;

/// <summary>What a topic and the node demand of a producer's batch. Made once a configuration, used for every batch.</summary>
public sealed record BatchRules
{
    /// <summary>What <see cref="MaxDecompressedBytes"/> is unless it is set: 256 MiB.</summary>
    public const long DefaultMaxDecompressedBytes = 256L << 20;

    /// <summary>batch.validation</summary>
    public BatchValidation Validation { get; init; } = BatchValidation.Full;

    /// <summary>message.timestamp.type. With LogAppendTime the limits on timestamps do not apply.</summary>
    public TimestampType TimestampType { get; init; } = TimestampType.CreateTime;

    /// <summary>message.timestamp.before.max.ms (KIP-937)</summary>
    public long TimestampBeforeMaxMs { get; init; } = long.MaxValue;

    /// <summary>message.timestamp.after.max.ms (KIP-937)</summary>
    public long TimestampAfterMaxMs { get; init; } = 3_600_000;

    /// <summary>A compacted topic takes no record without a key.</summary>
    public bool KeyRequired { get; init; }

    /// <summary>max.message.bytes: the greatest size of a batch in octets, as it is sent.</summary>
    public int MaxBatchBytes { get; init; } = 1_048_588;

    /// <summary>The greatest size of a batch's records in octets once decoded. No setting of Kafka's: a guard against decompression bombs.</summary>
    public long MaxDecompressedBytes { get; init; } = DefaultMaxDecompressedBytes;
}
