using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>A message of a topic that others have made: one record.</summary>
/// <param name="Offset">The broker's offset, which is the record's.</param>
/// <param name="TimestampNs">When the broker took it, ns since 1970.</param>
/// <param name="Key">The key; empty also stands for none.</param>
/// <param name="Value">The value; empty also stands for none.</param>
internal readonly record struct RecordEntry(long Offset, long TimestampNs, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)
{
    private const int Overhead = 64;

    /// <summary>About what it takes in memory, and at least what it takes in a batch.</summary>
    public int SizeBytes => Overhead + Key.Length + Value.Length;

    public long TimestampMs => TimestampNs / 1_000_000;

    public static RecordEntry Of(LogEntry entry) => new(entry.Offset, entry.TsNs, entry.Key.Memory, entry.Data.Memory);
}
