using System.Buffers;
using System.Text;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Actors.Tests.Partitions;

/// <summary>Batches as producers send them, and what is in those that come back.</summary>
internal static class Batches
{
    public static readonly long Timestamp = VirtualTime.Start.ToUnixTimeMilliseconds();

    public static byte[] Of(params string[] values) => Make(values);

    /// <summary>A batch of an idempotent producer, its values the sequence numbers.</summary>
    public static byte[] From(long producerId, int sequence, short epoch = 0, int count = 1) => Make(
        [.. Enumerable.Range(0, count).Select(i => $"{producerId}/{epoch}/{(sequence + (long)i) & int.MaxValue}")],
        producerId: producerId, epoch: epoch, sequence: sequence);

    public static byte[] At(params long[] timestamps) => Make([.. timestamps.Select(t => $"{t}")], timestamps: timestamps);

    public static byte[] Make(
        IReadOnlyList<string> values, CompressionType compression = CompressionType.None, long producerId = -1, short epoch = -1, int sequence = -1,
        IReadOnlyList<long>? timestamps = null)
    {
        using var builder = new RecordBatchBuilder { Compression = compression, ProducerId = producerId, ProducerEpoch = epoch, BaseSequence = sequence };
        for (var i = 0; i < values.Count; i++)
            builder.Append(timestamps?[i] ?? Timestamp, null, Encoding.UTF8.GetBytes(values[i]));
        return builder.Build();
    }

    public static IReadOnlyList<RecordBatchHeader> Headers(ReadOnlySequence<byte>? records)
    {
        var headers = new List<RecordBatchHeader>();
        foreach (var batch in RecordBatches.Enumerate(records ?? ReadOnlySequence<byte>.Empty))
            headers.Add(batch.Header);
        return headers;
    }

    public static IReadOnlyList<string> Values(ReadOnlySequence<byte>? records)
    {
        var values = new List<string>();
        foreach (var batch in RecordBatches.Enumerate(records ?? ReadOnlySequence<byte>.Empty))
        {
            using var decoded = DecodedRecords.Open(batch.Memory, long.MaxValue);
            var reader = decoded.Read();
            while (reader.Read())
                values.Add(Encoding.UTF8.GetString(reader.Value));
        }

        return values;
    }
}
