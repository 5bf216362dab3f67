using System.Text;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Behaviour.Wire;

/// <summary>Record batches as producers make them.</summary>
internal static class TestBatches
{
    public static readonly long Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public static byte[] Of(params string[] values) => Of(values, CompressionType.None);

    public static byte[] Of(IReadOnlyList<string> values, CompressionType compression, long producerId = -1, short epoch = -1, int sequence = -1)
    {
        using var builder = new RecordBatchBuilder
        {
            Compression = compression,
            ProducerId = producerId,
            ProducerEpoch = epoch,
            BaseSequence = sequence,
        };
        foreach (var value in values)
        {
            builder.Append(Timestamp, null, Encoding.UTF8.GetBytes(value));
        }

        return builder.Build();
    }

    /// <summary>All values of fetched batches, in order.</summary>
    public static IReadOnlyList<string> Values(System.Buffers.ReadOnlySequence<byte>? records)
    {
        var values = new List<string>();
        foreach (var batch in RecordBatches.Enumerate(records ?? System.Buffers.ReadOnlySequence<byte>.Empty))
        {
            using var decoded = DecodedRecords.Open(batch.Memory, long.MaxValue);
            var reader = decoded.Read();
            while (reader.Read())
            {
                values.Add(Encoding.UTF8.GetString(reader.Value));
            }
        }

        return values;
    }
}
