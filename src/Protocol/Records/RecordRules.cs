using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>Looks at every record of a batch whose header is sound.</summary>
internal static class RecordRules
{
    private const int MostFaults = 100;

    public static BatchVerdict Check(ReadOnlyMemory<byte> records, in RecordBatchHeader header, BatchRules rules, long nowMs)
    {
        if (header.Compression == CompressionType.None)
        {
            var scanner = new RecordScanner(records.Span);
            return Walk(ref scanner, header, rules, nowMs);
        }

        try
        {
            using var decoder = CompressionCodecs.Get(header.Compression).Decode(records, rules.MaxDecompressedBytes);
            var scanner = new RecordScanner(decoder, rules.MaxDecompressedBytes);
            return Walk(ref scanner, header, rules, nowMs);
        }
        catch (MalformedCompressionException e)
        {
            return Refuse(new BatchFault(ErrorCode.InvalidRecord, $"The records cannot be decompressed: {e.Message}"));
        }
        catch (DecompressionLimitException e)
        {
            return Refuse(new BatchFault(ErrorCode.MessageTooLarge, e.Message));
        }
        catch (UnsupportedCompressionException e)
        {
            return Refuse(new BatchFault(ErrorCode.UnsupportedCompressionType, e.Message));
        }
    }

    private static BatchVerdict Walk(ref RecordScanner scanner, in RecordBatchHeader header, BatchRules rules, long nowMs)
    {
        var maxTimestamp = -1L;
        var maxTimestampDelta = header.LastOffsetDelta;
        RecordFaults faults = default;
        for (var i = 0; i < header.RecordCount; i++)
        {
            if (!scanner.Read())
                return Refuse(Structure(i, scanner.Fault!));
            if (scanner.OffsetDelta != i)
                return Refuse(Structure(i, $"its offset delta is {scanner.OffsetDelta}"));
            var timestamp = header.BaseTimestamp + scanner.TimestampDelta;
            if (timestamp > maxTimestamp)
            {
                maxTimestamp = timestamp;
                maxTimestampDelta = i;
            }

            if (rules.KeyRequired && scanner.KeyLength < 0)
                faults.Add(i, ErrorCode.InvalidRecord, "A compacted topic takes no record without a key");
            else if (!TimestampRules.Allows(timestamp, rules, nowMs))
                faults.Add(i, ErrorCode.InvalidTimestamp, TimestampRules.Explain(timestamp, rules, nowMs));
            if (faults.Count == MostFaults)
                break;
        }

        if (faults.Count > 0)
            return Refuse(faults.ToBatchFault());
        if (!scanner.AtEnd())
            return Refuse(new BatchFault(ErrorCode.InvalidRecord, $"The record batch goes on after its {header.RecordCount} records"));
        return new BatchVerdict
        {
            Header = header,
            MaxTimestamp = maxTimestamp,
            MaxTimestampOffsetDelta = maxTimestampDelta,
            RecordBytes = scanner.Consumed,
        };
    }

    private static BatchFault Structure(int index, string what) =>
        new(ErrorCode.InvalidRecord, $"Record {index} is malformed: {what}", [new RecordFault(index, what)]);

    private static BatchVerdict Refuse(BatchFault fault) => new() { Fault = fault };
}
