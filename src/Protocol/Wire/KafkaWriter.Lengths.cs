using System.Buffers;
using System.Text;

namespace KafkaGateway.Protocol;

public sealed partial class KafkaWriter
{
    /// <summary>Writes a string.</summary>
    /// <param name="value">At most 32767 octets of UTF-8; null is an error.</param>
    /// <param name="compact">Whether the length is a varint (flexible versions).</param>
    /// <param name="field">What an exception names.</param>
    public void WriteString(string? value, bool compact, string field = "string") =>
        WriteNullableString(value ?? throw ProtocolException.NullNotAllowed(field), compact, field);

    /// <summary>Writes a string or null.</summary>
    public void WriteNullableString(string? value, bool compact, string field = "string")
    {
        var length = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
        if (length > short.MaxValue)
            throw new ProtocolException($"{field} has {length} octets, more than {short.MaxValue}");
        if (compact)
            WriteUnsignedVarint((uint)(length + 1));
        else
            WriteInt16((short)length);
        if (length > 0)
            Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Writes blob octets; large ones are referred to, not copied.</summary>
    public void WriteBytes(ReadOnlyMemory<byte> value, bool compact)
    {
        WriteLength(value.Length, compact);
        Append(value);
    }

    /// <summary>Writes blob octets; null is an error.</summary>
    public void WriteBytes(ReadOnlyMemory<byte>? value, bool compact, string field = "bytes") =>
        WriteBytes(value ?? throw ProtocolException.NullNotAllowed(field), compact);

    /// <summary>Writes blob octets or null.</summary>
    public void WriteNullableBytes(ReadOnlyMemory<byte>? value, bool compact)
    {
        if (value is { } blob)
            WriteBytes(blob, compact);
        else
            WriteLength(-1, compact);
    }

    /// <summary>Writes record batches; large ones are referred to, not copied.</summary>
    public void WriteRecords(ReadOnlySequence<byte> value, bool compact)
    {
        WriteLength(checked((int)value.Length), compact);
        foreach (var segment in value)
            Append(segment);
    }

    /// <summary>Writes record batches; null is an error.</summary>
    public void WriteRecords(ReadOnlySequence<byte>? value, bool compact, string field = "records") =>
        WriteRecords(value ?? throw ProtocolException.NullNotAllowed(field), compact);

    /// <summary>Writes record batches or null.</summary>
    public void WriteNullableRecords(ReadOnlySequence<byte>? value, bool compact)
    {
        if (value is { } records)
            WriteRecords(records, compact);
        else
            WriteLength(-1, compact);
    }

    /// <summary>Writes the count that precedes an array's elements; -1 stands for a null array.</summary>
    public void WriteArrayCount(int count, bool compact) => WriteLength(count, compact);

    /// <summary>Writes the marker of a nullable struct: whether the struct follows.</summary>
    public void WriteStructMarker(bool present) => WriteInt8(present ? (sbyte)1 : (sbyte)-1);

    private void WriteLength(int length, bool compact)
    {
        if (compact)
            WriteUnsignedVarint((uint)(length + 1));
        else
            WriteInt32(length);
    }
}
