using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Records;

/// <summary>What a broker may write into the header of a batch that it has received.</summary>
public static class RecordBatchPatch
{
    /// <summary>Sets the offset of the first record. The field is outside the CRC.</summary>
    public static void BaseOffset(Span<byte> batch, long offset) =>
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchLayout.BaseOffset..], offset);

    /// <summary>Sets the partition leader epoch. The field is outside the CRC.</summary>
    public static void LeaderEpoch(Span<byte> batch, int epoch) =>
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchLayout.PartitionLeaderEpoch..], epoch);

    /// <summary>Sets timestamp type and greatest timestamp (ms) and computes the CRC of the whole batch anew, unless both are so already.</summary>
    /// <param name="batch">Exactly one batch.</param>
    /// <param name="type">LogAppendTime gives every record the greatest timestamp.</param>
    /// <param name="maxTimestamp">In ms since 1970.</param>
    public static void Timestamps(Span<byte> batch, TimestampType type, long maxTimestamp)
    {
        var header = RecordBatchHeader.Read(batch);
        if (header.TimestampType == type && header.MaxTimestamp == maxTimestamp)
            return;
        var attributes = type == TimestampType.LogAppendTime
            ? header.Attributes | BatchAttributes.LogAppendTime
            : header.Attributes & ~BatchAttributes.LogAppendTime;
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchLayout.Attributes..], (short)attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchLayout.MaxTimestamp..], maxTimestamp);
        Crc(batch);
    }

    internal static void Crc(Span<byte> batch) => BinaryPrimitives.WriteUInt32BigEndian(
        batch[RecordBatchLayout.Crc..], Crc32C.Compute(batch[RecordBatchLayout.Attributes..]));
}
