using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Text;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Tests.Codec;

/// <summary>
/// Encodes a message by walking its schema: slow, plain, and with nothing in common with the generated code. It can put a tagged field that
/// nobody knows into every section, as a newer peer might.
/// </summary>
internal sealed class ReferenceEncoder(SchemaMessage message, short version, bool withUnknownTags = false)
{
    private const uint UnknownTag = 1_000_000;

    private readonly bool _isFlexible = version >= message.Schema.FirstFlexible;
    private List<byte> _output = [];

    public byte[] Encode(IKafkaMessage value)
    {
        _output = [];
        Put(message.Schema.Root, value);
        return [.. _output];
    }

    private void Put(Struct type, object value)
    {
        object? ValueOf(Field field) => value.GetType().GetProperty(field.Name)!.GetValue(value);
        var present = type.Fields.Where(f => f.Versions.Contains(version)).ToList();
        foreach (var field in present.Where(f => f.Tag is null))
            Put(field, ValueOf(field));
        if (!_isFlexible)
            return;

        var tagged = present.Where(f => f.Tag is not null && !SchemaDefault.Is(f, ValueOf(f), message)).OrderBy(f => f.Tag).ToList();
        PutUnsigned((uint)tagged.Count + (withUnknownTags ? 1U : 0));
        foreach (var field in tagged)
            PutTag((uint)field.Tag!.Value, () => Put(field, ValueOf(field)));
        if (withUnknownTags)
            PutTag(UnknownTag, () => _output.AddRange("from the future"u8));
    }

    private void PutTag(uint tag, Action content)
    {
        var outer = _output;
        _output = [];
        content();
        var inner = _output;
        _output = outer;
        PutUnsigned(tag);
        PutUnsigned((uint)inner.Count);
        _output.AddRange(inner);
    }

    private void Put(Field field, object? value)
    {
        var isCompact = _isFlexible && !field.IsInflexible;
        if (!field.Type.IsArray)
        {
            PutElement(field.Type, value, isCompact, field.Nullable.Contains(version));
            return;
        }

        PutLength(((IList?)value)?.Count ?? -1, isCompact, 4);
        foreach (var element in (IList?)value ?? Array.Empty<object>())
            PutElement(field.Type, element, isCompact, isNullable: false);
    }

    private void PutElement(FieldType type, object? value, bool isCompact, bool isNullable)
    {
        switch (type.Base)
        {
            case BaseType.Struct:
                if (isNullable)
                    _output.Add(value is null ? (byte)0xFF : (byte)1);
                if (value is not null)
                    Put(message.Schema.Find(type.StructName), value);
                break;
            case BaseType.String:
                PutBlob(value is string text ? Encoding.UTF8.GetBytes(text) : null, isCompact, 2);
                break;
            case BaseType.Bytes:
                PutBlob(value is ReadOnlyMemory<byte> blob ? blob.ToArray() : null, isCompact, 4);
                break;
            case BaseType.Records:
                PutBlob(value is ReadOnlySequence<byte> records ? records.ToArray() : null, isCompact, 4);
                break;
            default:
                PutNumber(value!);
                break;
        }
    }

    private void PutNumber(object value)
    {
        var octets = new byte[16];
        var size = value switch
        {
            bool b => Filled(1, octets[0] = b ? (byte)1 : (byte)0),
            sbyte n => Filled(1, octets[0] = (byte)n),
            short or ErrorCode => Filled(2, () => BinaryPrimitives.WriteInt16BigEndian(octets, (short)value)),
            ushort n => Filled(2, () => BinaryPrimitives.WriteUInt16BigEndian(octets, n)),
            int n => Filled(4, () => BinaryPrimitives.WriteInt32BigEndian(octets, n)),
            uint n => Filled(4, () => BinaryPrimitives.WriteUInt32BigEndian(octets, n)),
            long n => Filled(8, () => BinaryPrimitives.WriteInt64BigEndian(octets, n)),
            double n => Filled(8, () => BinaryPrimitives.WriteDoubleBigEndian(octets, n)),
            Guid id => Filled(16, () => id.TryWriteBytes(octets, bigEndian: true, out _)),
            _ => throw new NotSupportedException(value.GetType().Name),
        };
        _output.AddRange(octets.AsSpan(0, size));
    }

    private static int Filled(int size, byte _) => size;

    private static int Filled(int size, Action fill)
    {
        fill();
        return size;
    }

    private void PutBlob(byte[]? octets, bool isCompact, int lengthSize)
    {
        PutLength(octets?.Length ?? -1, isCompact, lengthSize);
        _output.AddRange(octets ?? []);
    }

    private void PutLength(int length, bool isCompact, int size)
    {
        if (isCompact)
            PutUnsigned((uint)(length + 1));
        else if (size == 2)
            PutNumber((short)length);
        else
            PutNumber(length);
    }

    private void PutUnsigned(uint value)
    {
        for (; value > 127; value >>= 7)
            _output.Add((byte)(value % 128 + 128));
        _output.Add((byte)value);
    }
}
