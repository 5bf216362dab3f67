using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol;

/// <summary>
/// Writes the primitives of the wire into one growing pooled buffer. Large blobs are not copied: the output is a row of pieces, in which
/// slices of the buffer alternate with the caller's own memory, which must stay unchanged until the pieces have been sent. One writer serves
/// many messages, one after another, with <see cref="Reset"/> in between. Not safe for use by several threads at once.
/// </summary>
public sealed partial class KafkaWriter : IDisposable
{
    /// <summary>Blobs of at least so many octets are referred to, smaller ones are copied.</summary>
    public const int ReferenceThreshold = 8 * 1024;

    private const int KeptCapacity = 1024 * 1024;

    private readonly int _initialCapacity;
    private readonly List<ErrorCode> _errors = [];
    private byte[] _buffer;
    private int _position;

    /// <summary>Makes an empty writer.</summary>
    /// <param name="initialCapacity">Octets to begin with.</param>
    public KafkaWriter(int initialCapacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCapacity);
        _initialCapacity = initialCapacity;
        _buffer = ArrayPool<byte>.Shared.Rent(initialCapacity);
    }

    /// <summary>Octets written so far, those referred to included.</summary>
    public int Length => checked(_position + _referencedLength);

    /// <summary>The errors written since the last frame began.</summary>
    public IReadOnlyList<ErrorCode> Errors => _errors;

    /// <summary>Forgets what was written; pieces handed out before are no longer valid.</summary>
    public void Reset()
    {
        _position = 0;
        _errors.Clear();
        ForgetReferences();
        if (_buffer.Length <= KeptCapacity)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(_initialCapacity);
    }

    /// <summary>Gives the buffer back; pieces handed out before are no longer valid, and the writer must not be used again.</summary>
    public void Dispose()
    {
        ForgetReferences();
        _position = 0;
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Writes 1 for true, 0 for false.</summary>
    public void WriteBool(bool value) => WriteInt8(value ? (sbyte)1 : (sbyte)0);

    /// <summary>Writes an int8.</summary>
    public void WriteInt8(sbyte value) => Take(1)[0] = (byte)value;

    /// <summary>Writes an int16.</summary>
    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), value);

    /// <summary>Writes a uint16.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);

    /// <summary>Writes an int32.</summary>
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    /// <summary>Writes a uint32.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);

    /// <summary>Writes an int64.</summary>
    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    /// <summary>Writes a float64.</summary>
    public void WriteFloat64(double value) => BinaryPrimitives.WriteDoubleBigEndian(Take(sizeof(double)), value);

    /// <summary>Writes a uuid.</summary>
    public void WriteUuid(Guid value) => KafkaUuid.Write(Take(KafkaUuid.Size), value);

    /// <summary>Writes an error code as int16.</summary>
    public void WriteErrorCode(ErrorCode value)
    {
        WriteInt16((short)value);
        if (value != ErrorCode.None)
            _errors.Add(value);
    }

    /// <summary>Writes an unsigned 32-bit varint.</summary>
    public void WriteUnsignedVarint(uint value)
    {
        if (value < 0x80)
        {
            Take(1)[0] = (byte)value;
            return;
        }

        EnsureRoom(Varint.MaxSize32);
        _position += Varint.WriteUnsigned(_buffer.AsSpan(_position), value);
    }

    /// <summary>Writes octets as they are, without a length.</summary>
    public void WriteRaw(ReadOnlySpan<byte> octets) => octets.CopyTo(Take(octets.Length));

    private Span<byte> Take(int length)
    {
        EnsureRoom(length);
        var slice = _buffer.AsSpan(_position, length);
        _position += length;
        return slice;
    }

    private void EnsureRoom(int length)
    {
        if (length > _buffer.Length - _position)
            Grow(length);
    }

    private void Grow(int length)
    {
        var wanted = Math.Max((long)_buffer.Length * 2, (long)_position + length);
        if (wanted > Array.MaxLength)
            wanted = Math.Max(Array.MaxLength, (long)_position + length);
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)wanted));
        _buffer.AsSpan(0, _position).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
