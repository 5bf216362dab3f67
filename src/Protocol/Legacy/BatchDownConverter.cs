using System.Buffers;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Legacy;

/// <summary>
/// Makes of record batches the message set that Fetch 0 and 1 (magic 0) or 2 and 3 (magic 1) understand. A compressed batch becomes a
/// wrapper message with the same codec. Headers, producer fields, control batches and, in magic 0, timestamps have no place there.
/// </summary>
public static class BatchDownConverter
{
    /// <summary>Converts batches.</summary>
    /// <param name="batches">Record batches of magic 2 one after another; a cut one at the end is left out.</param>
    /// <param name="magic">0 or 1.</param>
    /// <param name="startOffset">The offset asked for: older clients do not expect records below it.</param>
    /// <param name="limit">The most octets that one batch's records may take when decoded.</param>
    /// <returns>The message set; empty where nothing is left.</returns>
    /// <exception cref="UnsupportedCompressionException">A batch is compressed with zstd (error 76), or its codec's library is missing.</exception>
    /// <exception cref="InvalidRecordException">A batch is malformed.</exception>
    /// <exception cref="MalformedCompressionException">Compressed records are damaged.</exception>
    /// <exception cref="DecompressionLimitException">They take more than the limit.</exception>
    public static byte[] Convert(in ReadOnlySequence<byte> batches, byte magic, long startOffset, long limit)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(magic, 1);
        using var target = new PooledBuffer();
        foreach (var entry in RecordBatches.Enumerate(batches))
        {
            if (!entry.Header.IsControl && entry.Header.LastOffset >= startOffset)
                Convert(entry, new MessageWriter(magic), startOffset, limit, target);
        }

        return target.Written.ToArray();
    }

    private static void Convert(in RecordBatches.Entry entry, MessageWriter writer, long startOffset, long limit, PooledBuffer target)
    {
        var header = entry.Header;
        if (header.Compression == CompressionType.None)
        {
            using var plain = DecodedRecords.Open(entry.Memory, limit);
            WriteRecords(plain, writer, startOffset, absolute: true, target);
            return;
        }

        var codec = CompressionCodecs.GetForMessageSet(header.Compression, writer.Magic);
        using var decoded = DecodedRecords.Open(entry.Memory, limit);
        using var inner = new PooledBuffer(decoded.Span.Length);
        var written = WriteRecords(decoded, writer, startOffset, absolute: writer.Magic == 0, inner);
        if (inner.Length == 0)
            return;
        using var compressed = new PooledBuffer(inner.Length / 2);
        codec.Compress(inner.Written, null, compressed);
        writer.Write(
            target, written.LastOffset, header.Compression, header.TimestampType, written.MaxTimestamp, OptionalBytes.Null, new(compressed.Written));
    }

    private static (long LastOffset, long MaxTimestamp) WriteRecords(
        DecodedRecords records, MessageWriter writer, long startOffset, bool absolute, PooledBuffer target)
    {
        var reader = records.Read();
        var first = -1L;
        var last = -1L;
        var maxTimestamp = -1L;
        while (reader.Read())
        {
            if (reader.Offset < startOffset)
                continue;
            first = first < 0 ? reader.Offset : first;
            last = reader.Offset;
            maxTimestamp = Math.Max(maxTimestamp, reader.Timestamp);
            writer.Write(
                target, absolute ? last : last - first, CompressionType.None, records.Header.TimestampType, reader.Timestamp,
                new(reader.Key, reader.KeyIsNull), new(reader.Value, reader.ValueIsNull));
        }

        return (last, maxTimestamp);
    }
}
