using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>What a header from a producer may say.</summary>
internal static class BatchHeaderRules
{
    public static BatchFault? FindFault(in RecordBatchHeader header)
    {
        if (header.BaseOffset != 0)
            return Invalid($"A producer's record batch must begin at offset 0, not {header.BaseOffset}");
        if (header.RecordCount <= 0)
            return Invalid($"A record batch must hold records, but its count is {header.RecordCount}");
        if (header.LastOffsetDelta != header.RecordCount - 1)
            return Invalid($"The last offset delta {header.LastOffsetDelta} does not fit the record count {header.RecordCount}");
        if (header.IsControl)
            return Invalid("Clients may not write control records");
        if (header.HasProducerId && header.BaseSequence < 0)
            return Invalid($"Sequence {header.BaseSequence} is invalid in a record batch of producer {header.ProducerId}");
        if (header.IsTransactional && !header.HasProducerId)
            return Invalid("A transactional record batch must have a producer id");
        if (header.TimestampType == TimestampType.LogAppendTime)
            return new BatchFault(ErrorCode.InvalidTimestamp, "A producer may not set the timestamp type to LogAppendTime");
        return header.Compression > CompressionType.Zstd
            ? new BatchFault(ErrorCode.UnsupportedCompressionType, $"Compression codec {(int)header.Compression} is not known")
            : null;
    }

    private static BatchFault Invalid(string message) => new(ErrorCode.InvalidRecord, message);
}
