using System.Buffers.Binary;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Legacy;

/// <summary>
/// Reads the messages of a message set (magic 0 and 1) in order and checks each one's CRC and structure. A compressed message is read as
/// the wrapper that it is.
/// </summary>
internal ref struct MessageSetReader(ReadOnlySpan<byte> messages)
{
    private ReadOnlySpan<byte> _rest = messages;
    private ReadOnlySpan<byte> _message;
    private int _keyLength;
    private int _valueLength;

    public readonly long Offset => BinaryPrimitives.ReadInt64BigEndian(_message);

    public readonly byte Magic => _message[MessageLayout.Magic];

    public readonly CompressionType Compression => (CompressionType)(_message[MessageLayout.Attributes] & MessageLayout.CodecMask);

    public readonly TimestampType TimestampType => Magic > 0 && (_message[MessageLayout.Attributes] & MessageLayout.LogAppendTime) != 0
        ? TimestampType.LogAppendTime
        : TimestampType.CreateTime;

    /// <summary>In ms since 1970; -1 for none, as always in magic 0.</summary>
    public readonly long Timestamp => Magic == 0 ? -1 : BinaryPrimitives.ReadInt64BigEndian(_message[MessageLayout.Timestamp..]);

    public readonly OptionalBytes Key =>
        new(_message.Slice(KeyStart, Math.Max(_keyLength, 0)), _keyLength < 0);

    public readonly OptionalBytes Value => new(_message[(_message.Length - Math.Max(_valueLength, 0))..], _valueLength < 0);

    /// <summary>Where the value lies within the message set.</summary>
    public readonly Range ValueRange => (Consumed - Math.Max(_valueLength, 0))..Consumed;

    private int Consumed { get; set; }

    private readonly int KeyStart => MessageLayout.KeyLength(Magic) + sizeof(int);

    /// <summary>Moves to the next message; false at the end.</summary>
    /// <exception cref="CorruptMessageException">The CRC is wrong, or the size is impossible.</exception>
    /// <exception cref="InvalidRecordException">The message is cut, of another magic, or malformed.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        _message = TakeMessage();
        if (Magic > 1)
            throw new InvalidRecordException($"A message set cannot hold magic {Magic}");
        if (_message.Length - MessageLayout.LogOverhead < MessageLayout.LowestSize(Magic))
            throw new CorruptMessageException("A message is smaller than its fixed fields");
        var crc = Crc32.Compute(_message[MessageLayout.Magic..]);
        var stored = BinaryPrimitives.ReadUInt32BigEndian(_message[MessageLayout.Crc..]);
        if (crc != stored)
            throw new CorruptMessageException($"A message is corrupt: its CRC is {crc:x8}, not {stored:x8}");
        ReadLengths();
        return true;
    }

    private ReadOnlySpan<byte> TakeMessage()
    {
        if (_rest.Length <= MessageLayout.Magic)
            throw new InvalidRecordException("A message set ends within a message");
        var size = BinaryPrimitives.ReadInt32BigEndian(_rest[MessageLayout.Size..]);
        if (size < MessageLayout.LowestSize(magic: 0))
            throw new CorruptMessageException("A message is smaller than its fixed fields");
        if (size > _rest.Length - MessageLayout.LogOverhead)
            throw new InvalidRecordException("A message set ends within a message");
        var message = _rest[..(MessageLayout.LogOverhead + size)];
        _rest = _rest[message.Length..];
        Consumed += message.Length;
        return message;
    }

    private void ReadLengths()
    {
        var room = _message.Length - KeyStart - sizeof(int);
        _keyLength = BinaryPrimitives.ReadInt32BigEndian(_message[MessageLayout.KeyLength(Magic)..]);
        if (_keyLength < -1 || _keyLength > room)
            throw new InvalidRecordException("A message's key goes beyond the message");
        room -= Math.Max(_keyLength, 0);
        _valueLength = BinaryPrimitives.ReadInt32BigEndian(_message[(KeyStart + Math.Max(_keyLength, 0))..]);
        if (_valueLength < -1 || Math.Max(_valueLength, 0) != room)
            throw new InvalidRecordException("A message's value does not fill the message");
    }
}
