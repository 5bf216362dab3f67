using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>Parses the type of a field.</summary>
internal static class TypeParser
{
    private static readonly Dictionary<string, BaseType> Primitives = new()
    {
        ["bool"] = BaseType.Bool,
        ["int8"] = BaseType.Int8,
        ["int16"] = BaseType.Int16,
        ["uint16"] = BaseType.UInt16,
        ["int32"] = BaseType.Int32,
        ["uint32"] = BaseType.UInt32,
        ["int64"] = BaseType.Int64,
        ["float64"] = BaseType.Float64,
        ["string"] = BaseType.String,
        ["bytes"] = BaseType.Bytes,
        ["records"] = BaseType.Records,
        ["uuid"] = BaseType.Uuid,
    };

    public static (FieldType Type, Token Base, bool IsMarkedNullable) Parse(TokenCursor cursor)
    {
        var isStruct = cursor.TryTake("struct");
        var token = cursor.Take("the type");
        var text = token.Text;
        var isArray = !isStruct && text.StartsWith("[]", StringComparison.Ordinal);
        var isNullable = text.EndsWith("?", StringComparison.Ordinal);
        var start = isArray ? 2 : 0;
        var word = token with { Text = text.Substring(start, Math.Max(0, text.Length - start - (isNullable ? 1 : 0))), Column = token.Column + start };

        FieldType type;
        if (Primitives.TryGetValue(word.Text, out var primitive) && !isStruct)
            type = new FieldType(primitive, "", isArray);
        else if (isStruct || isArray)
            type = new FieldType(BaseType.Struct, Words.Name(word), isArray);
        else
            throw new SchemaException(token, $"'{text}' is no type; a single struct is written 'struct {text}'");

        if (isArray && type.Base == BaseType.Records)
            throw new SchemaException(token, "there are no arrays of records");
        if (isNullable && !type.CanBeNull)
            throw new SchemaException(token, $"'{word.Text}' is never null");
        return (type, word, isNullable);
    }
}
