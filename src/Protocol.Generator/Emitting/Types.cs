using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>How a field looks in C#.</summary>
internal sealed class Types(Message message)
{
    /// <summary>The type of the property.</summary>
    public string Of(Field field)
    {
        var type = field.IsErrorCode ? "ErrorCode" : field.Type.IsArray ? $"List<{OfElement(field.Type)}>" : OfElement(field.Type);
        return field.IsNullable ? type + "?" : type;
    }

    /// <summary>The type of an array's element, or of what is no array.</summary>
    public string OfElement(FieldType type) =>
        type.IsStruct ? message.Find(type.StructName).ClassName : OfPrimitive(type.Base);

    /// <summary>The type of what is no struct.</summary>
    public static string OfPrimitive(BaseType type) => type switch
    {
        BaseType.Bool => "bool",
        BaseType.Int8 => "sbyte",
        BaseType.Int16 => "short",
        BaseType.UInt16 => "ushort",
        BaseType.Int32 => "int",
        BaseType.UInt32 => "uint",
        BaseType.Int64 => "long",
        BaseType.Float64 => "double",
        BaseType.String => "string",
        BaseType.Bytes => "ReadOnlyMemory<byte>",
        BaseType.Records => "ReadOnlySequence<byte>",
        BaseType.Uuid => "Guid",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The part of the reader's and writer's method names.</summary>
    public static string Verb(Field field) => field.IsErrorCode ? "ErrorCode" : Verb(field.Type.Base);

    public static string Verb(BaseType type) => type.ToString();

    /// <summary>Whether the property makes its value when it is first asked for: lists and structs that are never null.</summary>
    public static bool IsLazy(Field field) => !field.IsNullable && (field.Type.IsArray || field.Type.IsStruct);

    /// <summary>The variable behind a lazy property, the property itself elsewhere.</summary>
    public static string Storage(Field field) =>
        IsLazy(field) ? "_" + char.ToLowerInvariant(field.Name[0]) + field.Name.Substring(1) : field.Name;
}
