using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>
/// Checks what a producer sent for one partition with Produce 3 or later, by the rules of Kafka's own broker: exactly one sound batch of
/// magic 2 with at least one record and no marker. A sound batch costs no allocation unless it is compressed, and then only the decoder's.
/// </summary>
public static class BatchValidator
{
    /// <summary>Checks a blob.</summary>
    /// <param name="blob">The records field of one partition.</param>
    /// <param name="rules">What the topic demands.</param>
    /// <param name="nowMs">The broker's clock in ms since 1970.</param>
    public static BatchVerdict Validate(ReadOnlyMemory<byte> blob, BatchRules rules, long nowMs)
    {
        var fault = FindShapeFault(blob.Span, rules, out var header) ?? BatchHeaderRules.FindFault(header);
        if (fault is not null)
            return new BatchVerdict { Fault = fault };
        return rules.Validation == BatchValidation.Full
            ? RecordRules.Check(blob[RecordBatchLayout.HeaderSize..], header, rules, nowMs)
            : CheckHeaderTimestamp(header, rules, nowMs);
    }

    private static BatchFault? FindShapeFault(ReadOnlySpan<byte> blob, BatchRules rules, out RecordBatchHeader header)
    {
        header = default;
        if (blob.Length <= RecordBatchLayout.Magic)
            return new BatchFault(ErrorCode.InvalidRecord, "A produce request must hold one record batch a partition");
        if (blob[RecordBatchLayout.Magic] != RecordBatchLayout.CurrentMagic)
            return new BatchFault(ErrorCode.InvalidRecord, $"A record batch must have magic 2, not {blob[RecordBatchLayout.Magic]}");
        if (!RecordBatchHeader.TryRead(blob, out header) || header.BatchLength < RecordBatchLayout.LowestBatchLength)
            return new BatchFault(ErrorCode.CorruptMessage, "The record batch is smaller than its header");
        if (header.SizeInBytes > blob.Length)
            return new BatchFault(ErrorCode.InvalidRecord, $"The record batch is cut: {blob.Length} of {header.SizeInBytes} bytes");
        if (header.SizeInBytes < blob.Length)
            return new BatchFault(ErrorCode.InvalidRecord, "A produce request must hold exactly one record batch a partition");
        if (blob.Length > rules.MaxBatchBytes)
            return new BatchFault(ErrorCode.MessageTooLarge, $"The record batch has {blob.Length} bytes, more than max.message.bytes {rules.MaxBatchBytes}");
        var crc = Crc32C.Compute(blob[RecordBatchLayout.Attributes..]);
        return crc == header.Crc
            ? null
            : new BatchFault(ErrorCode.CorruptMessage, $"The record batch is corrupt: its CRC is {crc:x8}, not {header.Crc:x8}");
    }

    private static BatchVerdict CheckHeaderTimestamp(in RecordBatchHeader header, BatchRules rules, long nowMs)
    {
        if (!TimestampRules.Allows(header.MaxTimestamp, rules, nowMs))
            return new BatchVerdict { Fault = new BatchFault(ErrorCode.InvalidTimestamp, TimestampRules.Explain(header.MaxTimestamp, rules, nowMs)) };
        return new BatchVerdict
        {
            Header = header,
            MaxTimestamp = header.MaxTimestamp,
            MaxTimestampOffsetDelta = header.LastOffsetDelta,
            RecordBytes = header.SizeInBytes - RecordBatchLayout.HeaderSize,
        };
    }
}
