using System.Buffers;
using System.Buffers.Binary;
using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>The 61 octets in front of a batch's records (magic 2, KIP-98), decoded. Nothing is checked by reading it but its size.</summary>
public readonly record struct RecordBatchHeader
{
    /// <summary>The offset of the first record, 0 from a producer.</summary>
    public long BaseOffset { get; init; }

    /// <summary>Octets after this field, at least 49 in a sound batch.</summary>
    public int BatchLength { get; init; }

    /// <summary>The epoch of the leader that appended the batch, -1 from a producer.</summary>
    public int PartitionLeaderEpoch { get; init; }

    /// <summary>The format: 2 here. In a message set the octet has the same place, and the other fields mean nothing.</summary>
    public byte Magic { get; init; }

    /// <summary>CRC-32C from the attributes to the end of the batch, as stored.</summary>
    public uint Crc { get; init; }

    /// <summary>Codec, timestamp type and flags.</summary>
    public short Attributes { get; init; }

    /// <summary>The offset of the last record minus the base offset. Holds even where compaction has removed that record.</summary>
    public int LastOffsetDelta { get; init; }

    /// <summary>What the records' timestamp deltas count from, in ms since 1970.</summary>
    public long BaseTimestamp { get; init; }

    /// <summary>The greatest timestamp of the records in ms since 1970, -1 for none.</summary>
    public long MaxTimestamp { get; init; }

    /// <summary>The idempotent producer, -1 for none.</summary>
    public long ProducerId { get; init; }

    /// <summary>The producer's epoch, -1 for none.</summary>
    public short ProducerEpoch { get; init; }

    /// <summary>The sequence of the first record, -1 for none.</summary>
    public int BaseSequence { get; init; }

    /// <summary>How many records the batch says it holds.</summary>
    public int RecordCount { get; init; }

    /// <summary>The whole batch in octets, as its length field says.</summary>
    public long SizeInBytes => RecordBatchLayout.LogOverhead + (long)BatchLength;

    /// <summary>The offset of the last record.</summary>
    public long LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>The base offset of the batch after this one.</summary>
    public long NextOffset => LastOffset + 1;

    /// <summary>The codec id. Values above 4 name no codec.</summary>
    public CompressionType Compression => (CompressionType)(Attributes & BatchAttributes.CodecMask);

    /// <summary>Who set the timestamps.</summary>
    public TimestampType TimestampType =>
        (Attributes & BatchAttributes.LogAppendTime) != 0 ? TimestampType.LogAppendTime : TimestampType.CreateTime;

    /// <summary>The batch belongs to a transaction.</summary>
    public bool IsTransactional => (Attributes & BatchAttributes.Transactional) != 0;

    /// <summary>The batch holds one marker and is not shown to applications.</summary>
    public bool IsControl => (Attributes & BatchAttributes.Control) != 0;

    /// <summary>The base timestamp says when tombstones may go (KIP-534).</summary>
    public bool HasDeleteHorizon => (Attributes & BatchAttributes.DeleteHorizon) != 0;

    /// <summary>An idempotent producer wrote the batch.</summary>
    public bool HasProducerId => ProducerId >= 0;

    /// <summary>The sequence of the last record, which wraps to 0 after 2147483647; -1 without sequences.</summary>
    public int LastSequence => BaseSequence < 0 ? -1 : (int)(((long)BaseSequence + LastOffsetDelta) & int.MaxValue);

    /// <summary>Reads the header at the start of a span.</summary>
    /// <exception cref="ArgumentException">Fewer than 61 octets.</exception>
    public static RecordBatchHeader Read(ReadOnlySpan<byte> source) => TryRead(source, out var header)
        ? header
        : throw new ArgumentException("A record batch header takes 61 octets.", nameof(source));

    /// <summary>Reads the header at the start of a span; false where there are fewer than 61 octets.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out RecordBatchHeader header)
    {
        if (source.Length < RecordBatchLayout.HeaderSize)
        {
            header = default;
            return false;
        }

        source = source[..RecordBatchLayout.HeaderSize];
        header = new RecordBatchHeader
        {
            BaseOffset = BinaryPrimitives.ReadInt64BigEndian(source),
            BatchLength = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.BatchLength..]),
            PartitionLeaderEpoch = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.PartitionLeaderEpoch..]),
            Magic = source[RecordBatchLayout.Magic],
            Crc = BinaryPrimitives.ReadUInt32BigEndian(source[RecordBatchLayout.Crc..]),
            Attributes = BinaryPrimitives.ReadInt16BigEndian(source[RecordBatchLayout.Attributes..]),
            LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.LastOffsetDelta..]),
            BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(source[RecordBatchLayout.BaseTimestamp..]),
            MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(source[RecordBatchLayout.MaxTimestamp..]),
            ProducerId = BinaryPrimitives.ReadInt64BigEndian(source[RecordBatchLayout.ProducerId..]),
            ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(source[RecordBatchLayout.ProducerEpoch..]),
            BaseSequence = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.BaseSequence..]),
            RecordCount = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.RecordCount..]),
        };
        return true;
    }

    /// <summary>Reads the header at the start of a sequence; false where there are fewer than 61 octets.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> source, out RecordBatchHeader header)
    {
        if (source.FirstSpan.Length >= RecordBatchLayout.HeaderSize || source.Length < RecordBatchLayout.HeaderSize)
            return TryRead(source.FirstSpan, out header);
        Span<byte> gathered = stackalloc byte[RecordBatchLayout.HeaderSize];
        source.Slice(0, RecordBatchLayout.HeaderSize).CopyTo(gathered);
        return TryRead(gathered, out header);
    }

    internal long TimestampOf(long timestampDelta) =>
        TimestampType == TimestampType.LogAppendTime ? MaxTimestamp : BaseTimestamp + timestampDelta;

    internal void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(target[RecordBatchLayout.BatchLength..], BatchLength);
        BinaryPrimitives.WriteInt32BigEndian(target[RecordBatchLayout.PartitionLeaderEpoch..], PartitionLeaderEpoch);
        target[RecordBatchLayout.Magic] = Magic;
        BinaryPrimitives.WriteUInt32BigEndian(target[RecordBatchLayout.Crc..], Crc);
        BinaryPrimitives.WriteInt16BigEndian(target[RecordBatchLayout.Attributes..], Attributes);
        BinaryPrimitives.WriteInt32BigEndian(target[RecordBatchLayout.LastOffsetDelta..], LastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(target[RecordBatchLayout.BaseTimestamp..], BaseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(target[RecordBatchLayout.MaxTimestamp..], MaxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(target[RecordBatchLayout.ProducerId..], ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(target[RecordBatchLayout.ProducerEpoch..], ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(target[RecordBatchLayout.BaseSequence..], BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(target[RecordBatchLayout.RecordCount..], RecordCount);
    }
}
