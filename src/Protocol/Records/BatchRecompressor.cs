using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>Changes a batch's codec where compression.type is not `producer`. Records and all other header fields stay as they are.</summary>
public static class BatchRecompressor
{
    /// <summary>The batch with another codec; the same memory where it has that codec already.</summary>
    /// <param name="batch">Exactly one batch of magic 2.</param>
    /// <param name="target">The codec to change to; none decompresses.</param>
    /// <param name="level">compression.gzip.level or compression.zstd.level, null for the default.</param>
    /// <param name="limit">The most octets the records may take when decoded.</param>
    /// <exception cref="InvalidRecordException">It is no whole batch.</exception>
    /// <exception cref="MalformedCompressionException">The compressed records are damaged.</exception>
    /// <exception cref="DecompressionLimitException">They take more than the limit.</exception>
    /// <exception cref="UnsupportedCompressionException">One of the codecs is not known or its library is missing.</exception>
    public static ReadOnlyMemory<byte> Recompress(ReadOnlyMemory<byte> batch, CompressionType target, int? level, long limit)
    {
        if (RecordBatchHeader.Read(batch.Span).Compression == target)
            return batch;
        using var decoded = DecodedRecords.Open(batch, limit);
        var header = decoded.Header;
        return BatchAssembly.Assemble(header with { Attributes = BatchAttributes.WithCodec(header.Attributes, target) }, decoded.Span, level);
    }
}
