using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>Looks for one record inside a batch (ListOffsets). Compressed records are decoded piece by piece, none are kept.</summary>
public static class RecordSearch
{
    /// <summary>The first record at or after a timestamp.</summary>
    /// <param name="batch">A whole batch.</param>
    /// <param name="timestamp">In ms since 1970.</param>
    /// <param name="startOffset">Records below it do not count, because DeleteRecords may cut a batch in two.</param>
    /// <param name="limit">The most octets the records may take when decoded.</param>
    /// <returns>The record, or null where the batch has none.</returns>
    /// <exception cref="InvalidRecordException">The batch is malformed.</exception>
    /// <exception cref="MalformedCompressionException">The compressed records are damaged.</exception>
    /// <exception cref="DecompressionLimitException">They take more than the limit.</exception>
    /// <exception cref="UnsupportedCompressionException">The codec is not known or its library is missing.</exception>
    public static RecordPosition? FindByTimestamp(ReadOnlyMemory<byte> batch, long timestamp, long startOffset, long limit)
    {
        var header = RecordBatchHeader.Read(batch.Span);
        return timestamp > header.MaxTimestamp || startOffset > header.LastOffset ? null : Find(batch, header, timestamp, startOffset, limit);
    }

    /// <summary>The first record with the batch's greatest timestamp (KIP-734); errors are those of <see cref="FindByTimestamp"/>.</summary>
    /// <param name="batch">A whole batch.</param>
    /// <param name="limit">The most octets the records may take when decoded.</param>
    public static RecordPosition? FindMaxTimestamp(ReadOnlyMemory<byte> batch, long limit)
    {
        var header = RecordBatchHeader.Read(batch.Span);
        return Find(batch, header, header.MaxTimestamp, header.BaseOffset, limit);
    }

    private static RecordPosition? Find(ReadOnlyMemory<byte> batch, in RecordBatchHeader header, long timestamp, long startOffset, long limit)
    {
        if (header.BatchLength < RecordBatchLayout.LowestBatchLength || header.SizeInBytes > batch.Length)
            throw new InvalidRecordException("The record batch is cut");
        var records = batch[RecordBatchLayout.HeaderSize..(int)header.SizeInBytes];
        if (header.Compression == CompressionType.None)
        {
            var plain = new RecordScanner(records.Span);
            return Find(ref plain, header, timestamp, startOffset);
        }

        using var decoder = CompressionCodecs.Get(header.Compression).Decode(records, limit);
        var decoding = new RecordScanner(decoder, limit);
        return Find(ref decoding, header, timestamp, startOffset);
    }

    private static RecordPosition? Find(ref RecordScanner scanner, in RecordBatchHeader header, long timestamp, long startOffset)
    {
        for (var i = 0; i < header.RecordCount; i++)
        {
            if (!scanner.Read())
                throw new InvalidRecordException($"Record {i} is malformed: {scanner.Fault}");
            var found = new RecordPosition(header.BaseOffset + scanner.OffsetDelta, header.TimestampOf(scanner.TimestampDelta));
            if (found.Timestamp >= timestamp && found.Offset >= startOffset)
                return found;
        }

        return null;
    }
}
