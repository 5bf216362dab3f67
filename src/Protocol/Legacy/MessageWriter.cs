using System.Buffers.Binary;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Legacy;

/// <summary>Writes messages of one magic, 0 or 1.</summary>
internal readonly struct MessageWriter(byte magic)
{
    public byte Magic { get; } = magic;

    /// <summary>Appends a message to a message set.</summary>
    public void Write(
        PooledBuffer target, long offset, CompressionType codec, TimestampType timestampType, long timestamp, OptionalBytes key, OptionalBytes value)
    {
        var keyLengthAt = MessageLayout.KeyLength(Magic);
        var size = keyLengthAt + sizeof(int) + key.Span.Length + sizeof(int) + value.Span.Length;
        var message = target.GetSpan(size)[..size];
        BinaryPrimitives.WriteInt64BigEndian(message, offset);
        BinaryPrimitives.WriteInt32BigEndian(message[MessageLayout.Size..], size - MessageLayout.LogOverhead);
        message[MessageLayout.Magic] = Magic;
        message[MessageLayout.Attributes] = (byte)codec;
        if (Magic > 0)
        {
            if (timestampType == TimestampType.LogAppendTime)
                message[MessageLayout.Attributes] |= MessageLayout.LogAppendTime;
            BinaryPrimitives.WriteInt64BigEndian(message[MessageLayout.Timestamp..], timestamp);
        }

        WriteField(WriteField(message[keyLengthAt..], key), value);
        BinaryPrimitives.WriteUInt32BigEndian(message[MessageLayout.Crc..], Crc32.Compute(message[MessageLayout.Magic..]));
        target.Advance(size);
    }

    private static Span<byte> WriteField(Span<byte> target, OptionalBytes field)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, field.Length);
        field.Span.CopyTo(target[sizeof(int)..]);
        return target[(sizeof(int) + field.Span.Length)..];
    }
}
