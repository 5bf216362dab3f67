using System.Text;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Admin.Consume;

/// <summary>A record that was read.</summary>
/// <param name="Partition">Where it lies.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="TimestampMs">In ms since 1970, -1 for none.</param>
/// <param name="TimestampType">Who set it.</param>
/// <param name="Key">Its key, or null.</param>
/// <param name="Value">Its value, or null.</param>
/// <param name="Headers">Its headers, in order.</param>
internal sealed record ConsumedRecord(
    int Partition, long Offset, long TimestampMs, TimestampType TimestampType, byte[]? Key, byte[]? Value, IReadOnlyList<RecordHeader> Headers)
{
    public static ConsumedRecord From(int partition, TimestampType timestampType, in RecordReader record)
    {
        var headers = new List<RecordHeader>(record.HeaderCount);
        for (var reader = record.Headers; reader.Read();)
        {
            var value = reader.ValueIsNull ? default(ReadOnlyMemory<byte>?) : reader.Value.ToArray();
            headers.Add(new RecordHeader(Encoding.UTF8.GetString(reader.Key), value));
        }

        return new ConsumedRecord(
            partition,
            record.Offset,
            record.Timestamp,
            timestampType,
            record.KeyIsNull ? null : record.Key.ToArray(),
            record.ValueIsNull ? null : record.Value.ToArray(),
            headers);
    }
}
