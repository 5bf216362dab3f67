using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.State;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>Everything that the journal tells, in memory. What stands here is on the disk.</summary>
internal sealed class JournalTables
{
    public StateTable States { get; } = new();

    public OffsetTable Offsets { get; } = new();

    /// <summary>Takes over what a batch of the journal says.</summary>
    /// <exception cref="StorageException">It says something that this version does not know.</exception>
    public void Replay(in RecordBatches.Entry batch, string folder)
    {
        try
        {
            var records = new RecordReader(batch.Header, batch.Memory.Span[RecordBatchLayout.HeaderSize..]);
            while (records.Read())
                JournalRecord.Replay(records.Key, records.ValueIsNull, records.Value, this);
        }
        catch (Exception e) when (e is InvalidRecordException or ArgumentOutOfRangeException or NotSupportedException)
        {
            throw new StorageException($"The journal in {folder} cannot be read from offset {batch.Header.BaseOffset} on: {e.Message}", e);
        }
    }
}
