using System.Buffers.Binary;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// What stands before a record batch in a message (kafka-batch, version 1): "KG", version, kind, leader epoch, term, base offset, last offset,
/// greatest timestamp; big-endian, 40 octets. Kafka's offsets are these: the broker's may be given twice, or leave gaps, when it has crashed.
/// </summary>
/// <param name="IsBarrier">No batch follows: an owner has begun, or has opened his stream again.</param>
/// <param name="LeaderEpoch">The epoch of the owner who wrote it.</param>
/// <param name="Term">Which opening of the log wrote it. Terms rise with every opening, epochs need not.</param>
/// <param name="BaseOffset">The offset of the first record; a barrier has a number here that tells it from all others.</param>
/// <param name="LastOffset">The offset of the last record.</param>
/// <param name="MaxTimestamp">ms since 1970, -1 for none.</param>
internal readonly record struct EntryHeader(
    bool IsBarrier, int LeaderEpoch, long Term, long BaseOffset, long LastOffset, long MaxTimestamp)
{
    public const int Size = 40;
    private const uint Magic = 0x4B470100;
    private const uint Barrier = 1;

    public static EntryHeader OfBarrier(int leaderEpoch, long term, long number) => new(true, leaderEpoch, term, number, 0, -1);

    public static EntryHeader Of(in LogBatch batch, long term) =>
        new(false, batch.LeaderEpoch, term, batch.BaseOffset, batch.LastOffset, batch.MaxTimestamp);

    public static byte[] ToMessage(in LogBatch batch, long term)
    {
        var message = new byte[Size + batch.Bytes.Length];
        Of(batch, term).Write(message);
        batch.Bytes.CopyTo(message.AsMemory(Size));
        return message;
    }

    public byte[] ToMessage()
    {
        var message = new byte[Size];
        Write(message);
        return message;
    }

    /// <summary>Returns false where this is no message of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out EntryHeader header)
    {
        header = default;
        if (message.Length < Size || (BinaryPrimitives.ReadUInt32BigEndian(message) & ~Barrier) != Magic)
            return false;
        header = new EntryHeader(
            (message[3] & Barrier) != 0,
            BinaryPrimitives.ReadInt32BigEndian(message[4..]),
            BinaryPrimitives.ReadInt64BigEndian(message[8..]),
            BinaryPrimitives.ReadInt64BigEndian(message[16..]),
            BinaryPrimitives.ReadInt64BigEndian(message[24..]),
            BinaryPrimitives.ReadInt64BigEndian(message[32..]));
        return header.IsBarrier ? message.Length == Size : header.LastOffset >= header.BaseOffset && message.Length > Size;
    }

    private void Write(Span<byte> message)
    {
        BinaryPrimitives.WriteUInt32BigEndian(message, Magic | (IsBarrier ? Barrier : 0));
        BinaryPrimitives.WriteInt32BigEndian(message[4..], LeaderEpoch);
        BinaryPrimitives.WriteInt64BigEndian(message[8..], Term);
        BinaryPrimitives.WriteInt64BigEndian(message[16..], BaseOffset);
        BinaryPrimitives.WriteInt64BigEndian(message[24..], LastOffset);
        BinaryPrimitives.WriteInt64BigEndian(message[32..], MaxTimestamp);
    }
}
