using System.Globalization;
using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>Parses a default, and checks that the type can hold it.</summary>
internal static class DefaultParser
{
    public static DefaultValue Parse(Token token, FieldType type, bool isMarkedNullable)
    {
        var text = token.Text;
        if (text == "null" && isMarkedNullable)
            return new DefaultValue(DefaultKind.Null, text);
        if (!type.IsArray && type.Base == BaseType.Bool && text is ("true" or "false"))
            return new DefaultValue(DefaultKind.Boolean, text);
        if (!type.IsArray && type.Base == BaseType.String && token.IsQuoted)
            return new DefaultValue(DefaultKind.Text, text.Substring(1, text.Length - 2));
        if (!type.IsArray && IsInteger(text, type.Base))
            return new DefaultValue(DefaultKind.Integer, text);
        throw new SchemaException(token, $"{text} is no default of this type");
    }

    private static bool IsInteger(string text, BaseType type)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || text[0] == '+')
            return false;
        return type switch
        {
            BaseType.Int8 => value is >= sbyte.MinValue and <= sbyte.MaxValue,
            BaseType.Int16 => value is >= short.MinValue and <= short.MaxValue,
            BaseType.UInt16 => value is >= ushort.MinValue and <= ushort.MaxValue,
            BaseType.Int32 => value is >= int.MinValue and <= int.MaxValue,
            BaseType.UInt32 => value is >= uint.MinValue and <= uint.MaxValue,
            BaseType.Int64 or BaseType.Float64 => true,
            _ => false,
        };
    }
}
