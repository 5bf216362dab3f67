namespace KafkaGateway.Protocol.Records;

/// <summary>What validation found: a fault, or facts about a sound batch.</summary>
public readonly record struct BatchVerdict
{
    /// <summary>Why the batch is refused, else null.</summary>
    public BatchFault? Fault { get; init; }

    /// <summary>The header as the producer sent it. Only where there is no fault.</summary>
    public RecordBatchHeader Header { get; init; }

    /// <summary>
    /// The greatest timestamp of the records in ms, -1 for none: what the records say after full validation, else what the header says.
    /// Where it differs from the header, Kafka corrects the header (<see cref="RecordBatchPatch.Timestamps"/>).
    /// </summary>
    public long MaxTimestamp { get; init; }

    /// <summary>The offset delta of the first record with that timestamp; of the last record where records were not looked at.</summary>
    public int MaxTimestampOffsetDelta { get; init; }

    /// <summary>The records' size in octets when decoded; their size as sent where they were not looked at.</summary>
    public long RecordBytes { get; init; }
}
