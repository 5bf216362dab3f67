using System.Buffers;
using System.Collections;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Tests.Codec;

/// <summary>Fills messages with random values that a version can carry; the same seed gives the same message.</summary>
internal sealed class RandomMessage(SchemaMessage message, short version, int seed)
{
    private readonly Random _random = new(seed);

    public IKafkaMessage Make() => (IKafkaMessage)Make(message.Schema.Root);

    public object Make(Struct value)
    {
        var instance = Activator.CreateInstance(message.TypeOf(value))!;
        foreach (var field in value.Fields.Where(f => f.Versions.Contains(version)))
            instance.GetType().GetProperty(field.Name)!.SetValue(instance, MakeValue(field, field.Nullable.Contains(version)));
        return instance;
    }

    /// <summary>A value that the field can have, but not its default.</summary>
    public object MakeOther(Field field)
    {
        var value = MakeValue(field, mayBeNull: false)!;
        while (SchemaDefault.Is(field, value, message))
            value = MakeValue(field, mayBeNull: false)!;
        return value;
    }

    private object? MakeValue(Field field, bool mayBeNull)
    {
        if (mayBeNull && _random.Next(4) == 0)
            return null;
        if (!field.Type.IsArray)
            return field.IsErrorCode ? (ErrorCode)_random.Next(-1, 137) : MakeElement(field.Type);

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(SchemaDefault.ElementType(field.Type, message)))!;
        for (var left = _random.Next(4); left > 0; left--)
            list.Add(MakeElement(field.Type));
        return list;
    }

    private object MakeElement(FieldType type) => type.Base switch
    {
        BaseType.Bool => _random.Next(2) == 0,
        BaseType.Int8 => (sbyte)_random.Next(),
        BaseType.Int16 => (short)_random.Next(),
        BaseType.UInt16 => (ushort)_random.Next(),
        BaseType.Int32 => (int)_random.NextInt64(),
        BaseType.UInt32 => (uint)_random.NextInt64(),
        BaseType.Int64 => _random.NextInt64(long.MinValue, long.MaxValue),
        BaseType.Float64 => _random.NextDouble() * 1e9,
        BaseType.String => MakeString(),
        BaseType.Bytes => (ReadOnlyMemory<byte>)MakeOctets(),
        BaseType.Records => new ReadOnlySequence<byte>(MakeOctets()),
        BaseType.Uuid => KafkaUuid.Read(MakeOctets(16)),
        _ => Make(message.Schema.Find(type.StructName)),
    };

    private string MakeString()
    {
        const string Alphabet = "abcdefgh-._ÄßЖ語";
        var length = _random.Next(20) == 0 ? 300 : _random.Next(8);
        return string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[_random.Next(Alphabet.Length)]));
    }

    private byte[] MakeOctets() => MakeOctets(_random.Next(12) == 0 ? KafkaWriter.ReferenceThreshold + _random.Next(9) : _random.Next(20));

    private byte[] MakeOctets(int length)
    {
        var octets = new byte[length];
        _random.NextBytes(octets);
        return octets;
    }
}
