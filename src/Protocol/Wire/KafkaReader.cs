using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol;

/// <summary>
/// Reads the primitives of the wire from one frame. Bytes and records are slices of the frame, never copies, so the frame's array must not
/// be used again. Whatever is malformed is a <see cref="ProtocolException"/>; nothing is allocated by a length that the octets at hand
/// do not bear out.
/// </summary>
public ref partial struct KafkaReader
{
    /// <summary>The array elements that one frame may hold in all, unless said otherwise.</summary>
    public const int DefaultMaxElements = 1_000_000;

    private readonly ReadOnlyMemory<byte> _frame;
    private readonly ReadOnlySpan<byte> _octets;
    private readonly int _maxElements;
    private int _position;
    private int _elements;

    /// <summary>Starts at the frame's first octet.</summary>
    /// <param name="frame">The octets behind the frame's size.</param>
    /// <param name="maxElements">How many array elements may be decoded from it, over all arrays together.</param>
    public KafkaReader(ReadOnlyMemory<byte> frame, int maxElements = DefaultMaxElements)
    {
        _frame = frame;
        _octets = frame.Span;
        _maxElements = maxElements;
    }

    /// <summary>Octets read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Octets not yet read.</summary>
    public readonly int Remaining => _octets.Length - _position;

    /// <summary>Reads one octet: 0 is false, all else true.</summary>
    public bool ReadBool(string field = "bool") => Take(1, field)[0] != 0;

    /// <summary>Reads an int8.</summary>
    public sbyte ReadInt8(string field = "int8") => (sbyte)Take(1, field)[0];

    /// <summary>Reads an int16.</summary>
    public short ReadInt16(string field = "int16") => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short), field));

    /// <summary>Reads a uint16.</summary>
    public ushort ReadUInt16(string field = "uint16") => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort), field));

    /// <summary>Reads an int32.</summary>
    public int ReadInt32(string field = "int32") => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int), field));

    /// <summary>Reads a uint32.</summary>
    public uint ReadUInt32(string field = "uint32") => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint), field));

    /// <summary>Reads an int64.</summary>
    public long ReadInt64(string field = "int64") => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long), field));

    /// <summary>Reads a float64.</summary>
    public double ReadFloat64(string field = "float64") => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double), field));

    /// <summary>Reads a uuid.</summary>
    public Guid ReadUuid(string field = "uuid") => KafkaUuid.Read(Take(KafkaUuid.Size, field));

    /// <summary>Reads an int16 that is an error code. A code without a name is kept as it is.</summary>
    public ErrorCode ReadErrorCode(string field = "error code") => (ErrorCode)ReadInt16(field);

    /// <summary>Reads an unsigned 32-bit varint.</summary>
    public uint ReadUnsignedVarint(string field = "uvarint")
    {
        var size = Varint.ReadUnsigned(_octets[_position..], out uint value);
        if (size == 0)
            throw Malformed(field, "a varint is cut off or has more than 32 bits");
        _position += size;
        return value;
    }

    /// <summary>Reads blob octets as a slice of the frame.</summary>
    /// <param name="compact">Whether the length is a varint (flexible versions).</param>
    /// <param name="field">What an exception names.</param>
    public ReadOnlyMemory<byte> ReadBytes(bool compact, string field = "bytes") =>
        ReadNullableBytes(compact, field) ?? throw Null(field);

    /// <summary>Reads blob octets, or null, as a slice of the frame.</summary>
    public ReadOnlyMemory<byte>? ReadNullableBytes(bool compact, string field = "bytes")
    {
        var length = ReadLength(compact, field);
        if (length < 0)
            return null;
        CheckRemaining(length, field);
        var slice = _frame.Slice(_position, length);
        _position += length;
        return slice;
    }

    /// <summary>Reads record batches as a slice of the frame, undecoded.</summary>
    public ReadOnlySequence<byte> ReadRecords(bool compact, string field = "records") => new(ReadBytes(compact, field));

    /// <summary>Reads record batches, or null, as a slice of the frame, undecoded.</summary>
    public ReadOnlySequence<byte>? ReadNullableRecords(bool compact, string field = "records") =>
        ReadNullableBytes(compact, field) is { } blob ? new ReadOnlySequence<byte>(blob) : null;

    /// <summary>Reads the marker of a nullable struct.</summary>
    /// <returns>Whether the struct follows.</returns>
    public bool ReadStructMarker(string field = "struct") => ReadInt8(field) switch
    {
        1 => true,
        -1 => false,
        var marker => throw Malformed(field, $"{marker} is no marker of a nullable struct"),
    };

    /// <summary>Passes over octets.</summary>
    public void Skip(int length, string field = "octets")
    {
        if (length < 0)
            throw Malformed(field, $"its length is {length}");
        CheckRemaining(length, field);
        _position += length;
    }

    /// <summary>Makes the exception for malformed octets at the reader's position.</summary>
    public readonly ProtocolException Malformed(string field, string what) =>
        new($"{field} at octet {_position} of {_octets.Length}: {what}");

    private readonly ProtocolException Null(string field) => Malformed(field, "null where a value is required");

    private readonly void CheckRemaining(int length, string field)
    {
        if (length > Remaining)
            throw Malformed(field, $"it takes {length} octets, {Remaining} remain");
    }

    private ReadOnlySpan<byte> Take(int length, string field)
    {
        if (length > _octets.Length - _position)
            throw Malformed(field, $"it takes {length} octets, {Remaining} remain");
        var slice = _octets.Slice(_position, length);
        _position += length;
        return slice;
    }


}
