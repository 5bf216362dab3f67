using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>Checks a producer's batch and takes its records out of it, to be sent as messages of their own.</summary>
/// <param name="maxBatchBytes">The largest batch that is taken.</param>
/// <param name="dropsUnsupported">Whether what a message cannot hold is dropped; else a batch that has any of it is refused.</param>
internal sealed class RecordUnpacking(int maxBatchBytes, bool dropsUnsupported)
{
    private const string Setting = "seaweedmq.record.unsupported=drop";
    private readonly BatchRules _rules = new() { TimestampType = TimestampType.LogAppendTime, MaxBatchBytes = maxBatchBytes };

    /// <summary>The records' keys and values in order, or why they are refused.</summary>
    public (List<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)> Records, BatchFault? Fault) Unpack(ReadOnlyMemory<byte> batch, long nowMs)
    {
        var verdict = BatchValidator.Validate(batch, _rules, nowMs);
        if (verdict.Fault is { } fault)
            return ([], fault);
        if (verdict.Header.IsTransactional)
            return ([], new BatchFault(ErrorCode.InvalidTxnState, "A SeaweedMQ topic that others have made takes no transactions"));
        if (verdict.Header.ProducerId >= 0 && !dropsUnsupported)
            return ([], Refuse("its producer is idempotent, and repeated records could not be told from new ones: set enable.idempotence=false"));
        var records = new List<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)>(verdict.Header.RecordCount);
        using var decoded = DecodedRecords.Open(batch, _rules.MaxDecompressedBytes);
        var reader = decoded.Read();
        while (reader.Read())
        {
            if (reader.HeaderCount > 0 && !dropsUnsupported)
            {
                var refused = Refuse("a record has headers");
                return ([], refused with { Records = [new RecordFault(records.Count, refused.Message)] });
            }

            records.Add((reader.Key.ToArray(), reader.Value.ToArray()));
        }

        return (records, null);
    }

    private static BatchFault Refuse(string what) => new(
        ErrorCode.InvalidRecord, $"A SeaweedMQ topic that others have made holds keys and values only, but {what}, or have it stored without ({Setting})");
}
