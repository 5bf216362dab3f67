using System.Globalization;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>A field's default as an expression, and the question whether it has another value.</summary>
internal static class Defaults
{
    /// <summary>The expression of the default.</summary>
    public static string Expression(Field field)
    {
        if (Types.IsLazy(field) || field.Default.Kind == DefaultKind.Null)
            return "null";
        if (field.Type.IsArray || field.Type.IsStruct)
            return field.Type.IsArray ? "[]" : "new()";
        return field.Type.Base switch
        {
            BaseType.Bool => field.Default.Kind == DefaultKind.Boolean ? field.Default.Text : "false",
            BaseType.String => Quote(field.Default.Text),
            BaseType.Bytes => "ReadOnlyMemory<byte>.Empty",
            BaseType.Records => "ReadOnlySequence<byte>.Empty",
            BaseType.Uuid => "Guid.Empty",
            _ when field.IsErrorCode => field.Default.Kind == DefaultKind.Integer ? $"(ErrorCode)({field.Default.Text})" : "ErrorCode.None",
            var type => Number(field, type),
        };
    }

    /// <summary>What a property needs after its accessors so that it begins with the default; "" where the language does it.</summary>
    public static string Initializer(Field field) => IsClrDefault(field) ? "" : $" = {Expression(field)};";

    private static bool IsClrDefault(Field field)
    {
        if (field.IsNullable || field.Type.IsArray || field.Type.IsStruct)
            return field.Default.Kind == DefaultKind.Null;
        return field.Type.Base != BaseType.String && field.Default.Text is ("" or "0" or "false");
    }

    /// <summary>A condition: the field has another value than its default.</summary>
    public static string IsOther(Field field)
    {
        var name = Types.Storage(field);
        if (Types.IsLazy(field))
            return field.Type.IsArray ? $"{name} is {{ Count: > 0 }}" : $"{name} is {{ IsDefault: false }}";
        if (field.Default.Kind == DefaultKind.Null)
            return $"{name} is not null";
        if (field.Type.IsArray)
            return $"{name} is not {{ Count: 0 }}";
        if (field.Type.IsStruct)
            return $"{name} is not {{ IsDefault: true }}";
        return field.Type.Base switch
        {
            BaseType.Bool => Expression(field) == "true" ? $"!{name}" : name,
            BaseType.String => $"{name} is not {Expression(field)}",
            BaseType.Bytes or BaseType.Records => field.IsNullable ? $"{name} is not {{ IsEmpty: true }}" : $"!{name}.IsEmpty",
            _ => $"{name} != {Expression(field)}",
        };
    }

    private static string Number(Field field, BaseType type)
    {
        var text = field.Default.Kind == DefaultKind.Integer ? field.Default.Text : "0";
        return type switch
        {
            BaseType.Int64 => text + "L",
            BaseType.UInt32 => text + "U",
            BaseType.Float64 => text + "D",
            BaseType.Int32 => text,
            // Without a cast a choice between such a value and its default would be an int.
            _ => $"({Types.OfPrimitive(type)}){text}",
        };
    }

    private static string Quote(string text)
    {
        var escaped = text.Select(c => c switch
        {
            '\\' => "\\\\",
            < ' ' or > '~' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
            _ => c.ToString(),
        });
        return $"\"{string.Concat(escaped)}\"";
    }
}
