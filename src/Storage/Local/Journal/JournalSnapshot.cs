using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>Everything that is true at one moment as batches of records.</summary>
internal static class JournalSnapshot
{
    private const int BatchBytes = 1024 * 1024;

    public static IEnumerable<LogBatch> Build(JournalTables tables, long baseOffset, long nowMs)
    {
        var batch = New(baseOffset);
        foreach (var append in Records(tables, nowMs))
        {
            append(batch);
            if (batch.SizeInBytes < BatchBytes)
                continue;
            var full = Finish(batch);
            yield return full;
            batch = New(full.LastOffset + 1);
        }

        if (batch.Count > 0)
            yield return Finish(batch);
        else
            batch.Dispose();
    }

    private static IEnumerable<Action<RecordBatchBuilder>> Records(JournalTables tables, long nowMs)
    {
        foreach (var change in tables.States.ListAll())
            yield return batch => JournalRecord.Append(batch, change, nowMs);
        foreach (var (groupId, ownerEpoch, offsets) in tables.Offsets.ListAll())
        {
            yield return batch => JournalRecord.Append(batch, groupId, ownerEpoch, nowMs);
            foreach (var (partition, offset) in offsets)
                yield return batch => JournalRecord.Append(batch, groupId, new OffsetChange(partition, offset), nowMs);
        }
    }

    private static RecordBatchBuilder New(long baseOffset) => new() { BaseOffset = baseOffset, PartitionLeaderEpoch = 0 };

    private static LogBatch Finish(RecordBatchBuilder batch)
    {
        using (batch)
        {
            var bytes = batch.Build();
            return new LogBatch(batch.BaseOffset, batch.BaseOffset + batch.Count - 1, 0, RecordBatchHeader.Read(bytes).MaxTimestamp, bytes);
        }
    }
}
