using System.Text;
using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>Writes one record batch of magic 2. Records are appended, then <see cref="Build"/> gives the batch.</summary>
public sealed class RecordBatchBuilder : IDisposable
{
    private readonly PooledBuffer _records = new();
    private long _baseTimestamp;
    private long _maxTimestamp = -1;
    private int _lastOffsetDelta = -1;

    /// <summary>The offset of the first record; 0 as a producer sends it.</summary>
    public long BaseOffset { get; init; }

    /// <summary>The leader's epoch, -1 as a producer sends it.</summary>
    public int PartitionLeaderEpoch { get; init; } = -1;

    /// <summary>The codec.</summary>
    public CompressionType Compression { get; set; }

    /// <summary>The codec's level on its own scale, null for its default.</summary>
    public int? CompressionLevel { get; init; }

    /// <summary>Who set the timestamps.</summary>
    public TimestampType TimestampType { get; init; }

    /// <summary>The greatest timestamp in ms, in place of the greatest one appended.</summary>
    public long? MaxTimestamp { get; init; }

    /// <summary>The idempotent producer, -1 for none.</summary>
    public long ProducerId { get; init; } = -1;

    /// <summary>The producer's epoch, -1 for none.</summary>
    public short ProducerEpoch { get; init; } = -1;

    /// <summary>The sequence of the first record, -1 for none.</summary>
    public int BaseSequence { get; init; } = -1;

    /// <summary>The batch belongs to a transaction.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>The batch holds a marker.</summary>
    public bool IsControl { get; init; }

    /// <summary>Records appended so far.</summary>
    public int Count { get; private set; }

    /// <summary>Octets of the batch so far, before compression.</summary>
    public int SizeInBytes => RecordBatchLayout.HeaderSize + _records.Length;

    /// <summary>Appends a record.</summary>
    /// <param name="timestamp">In ms since 1970, -1 for none.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="value">The value, or null.</param>
    /// <param name="headers">The headers in order, null for none.</param>
    public void Append(long timestamp, ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? value, IReadOnlyList<RecordHeader>? headers = null)
    {
        if (headers is null or { Count: 0 })
        {
            AppendEncoded(_lastOffsetDelta + 1, timestamp, Optional(key), Optional(value), 0, default);
            return;
        }

        using var encoded = new PooledBuffer(256);
        foreach (var header in headers)
        {
            var name = Encoding.UTF8.GetByteCount(header.Key);
            WriteVarint(encoded, name);
            encoded.Advance(Encoding.UTF8.GetBytes(header.Key, encoded.GetSpan(name)));
            WriteField(encoded, Optional(header.Value));
        }

        AppendEncoded(_lastOffsetDelta + 1, timestamp, Optional(key), Optional(value), headers.Count, encoded.Written);
    }

    /// <summary>The batch: header with its CRC, and the records, compressed if so chosen.</summary>
    public byte[] Build()
    {
        var header = new RecordBatchHeader
        {
            BaseOffset = BaseOffset,
            PartitionLeaderEpoch = PartitionLeaderEpoch,
            Magic = RecordBatchLayout.CurrentMagic,
            Attributes = BatchAttributes.Compose(Compression, TimestampType, IsTransactional, IsControl),
            LastOffsetDelta = _lastOffsetDelta,
            BaseTimestamp = _baseTimestamp,
            MaxTimestamp = MaxTimestamp ?? _maxTimestamp,
            ProducerId = ProducerId,
            ProducerEpoch = ProducerEpoch,
            BaseSequence = BaseSequence,
            RecordCount = Count,
        };
        return BatchAssembly.Assemble(header, _records.Written, CompressionLevel);
    }

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose() => _records.Dispose();

    /// <summary>Appends a record whose headers are encoded already, at an offset delta that may leave a gap.</summary>
    internal void AppendEncoded(
        int offsetDelta, long timestamp, OptionalBytes key, OptionalBytes value, int headerCount, ReadOnlySpan<byte> headers)
    {
        if (Count == 0)
            _baseTimestamp = timestamp;
        var timestampDelta = timestamp - _baseTimestamp;
        var length = 1 + Varint.SizeOf(timestampDelta) + Varint.SizeOf(offsetDelta)
            + key.EncodedSize + value.EncodedSize + Varint.SizeOf(headerCount) + headers.Length;
        WriteVarint(_records, length);
        _records.GetSpan(1)[0] = 0;
        _records.Advance(1);
        _records.Advance(Varint.Write(_records.GetSpan(Varint.MaxSize64), timestampDelta));
        WriteVarint(_records, offsetDelta);
        WriteField(_records, key);
        WriteField(_records, value);
        WriteVarint(_records, headerCount);
        _records.Write(headers);
        _lastOffsetDelta = offsetDelta;
        _maxTimestamp = Math.Max(_maxTimestamp, timestamp);
        Count++;
    }

    private static OptionalBytes Optional(ReadOnlyMemory<byte>? bytes) =>
        bytes is { } present ? new OptionalBytes(present.Span) : OptionalBytes.Null;

    private static void WriteVarint(PooledBuffer target, int value) =>
        target.Advance(Varint.Write(target.GetSpan(Varint.MaxSize32), value));

    private static void WriteField(PooledBuffer target, OptionalBytes field)
    {
        WriteVarint(target, field.Length);
        target.Write(field.Span);
    }
}
