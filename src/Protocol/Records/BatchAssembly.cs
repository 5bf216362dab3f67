using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>Puts header and records together.</summary>
internal static class BatchAssembly
{
    /// <summary>A batch whose length and CRC are set here, and whose records are compressed as the header says.</summary>
    public static byte[] Assemble(RecordBatchHeader header, ReadOnlySpan<byte> records, int? level)
    {
        if (header.Compression == CompressionType.None)
            return Join(header, records);
        using var compressed = new PooledBuffer(records.Length / 2);
        CompressionCodecs.Get(header.Compression).Compress(records, level, compressed);
        return Join(header, compressed.Written);
    }

    private static byte[] Join(in RecordBatchHeader header, ReadOnlySpan<byte> body)
    {
        var batch = new byte[RecordBatchLayout.HeaderSize + body.Length];
        (header with { BatchLength = RecordBatchLayout.LowestBatchLength + body.Length }).Write(batch);
        body.CopyTo(batch.AsSpan(RecordBatchLayout.HeaderSize));
        RecordBatchPatch.Crc(batch);
        return batch;
    }
}
