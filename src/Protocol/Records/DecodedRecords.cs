using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>A batch's records out of their compression: a slice of the batch where there is none, else pooled memory until disposed.</summary>
public sealed class DecodedRecords : IDisposable
{
    private readonly PooledBuffer? _buffer;
    private readonly ReadOnlyMemory<byte> _slice;

    private DecodedRecords(RecordBatchHeader header, ReadOnlyMemory<byte> slice, PooledBuffer? buffer)
    {
        Header = header;
        _slice = slice;
        _buffer = buffer;
    }

    /// <summary>The batch's header.</summary>
    public RecordBatchHeader Header { get; }

    /// <summary>The records one after another.</summary>
    public ReadOnlySpan<byte> Span => _buffer is null ? _slice.Span : _buffer.Written;

    /// <summary>Decodes the batch at the start of some memory.</summary>
    /// <param name="batch">A whole batch of magic 2; what follows it is ignored.</param>
    /// <param name="limit">The most octets the records may take.</param>
    /// <exception cref="InvalidRecordException">It is no whole batch.</exception>
    /// <exception cref="MalformedCompressionException">The compressed records are damaged.</exception>
    /// <exception cref="DecompressionLimitException">They take more than the limit.</exception>
    /// <exception cref="UnsupportedCompressionException">The codec is not known or its library is missing.</exception>
    public static DecodedRecords Open(ReadOnlyMemory<byte> batch, long limit)
    {
        if (!RecordBatchHeader.TryRead(batch.Span, out var header)
            || header.BatchLength < RecordBatchLayout.LowestBatchLength
            || header.SizeInBytes > batch.Length)
            throw new InvalidRecordException("The record batch is cut");
        var records = batch[RecordBatchLayout.HeaderSize..(int)header.SizeInBytes];
        return header.Compression == CompressionType.None
            ? new DecodedRecords(header, records, null)
            : new DecodedRecords(header, default, Decompression.ToBuffer(header.Compression, records, limit));
    }

    /// <summary>Begins to read the records from the first one on.</summary>
    public RecordReader Read() => new(Header, Span);

    /// <summary>Gives pooled memory back. Spans taken before are invalid.</summary>
    public void Dispose() => _buffer?.Dispose();
}
