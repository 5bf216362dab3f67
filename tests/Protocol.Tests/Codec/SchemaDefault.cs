using System.Buffers;
using System.Collections;
using System.Globalization;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Tests.Codec;

/// <summary>Says, from the schema, whether a field has its default.</summary>
internal static class SchemaDefault
{
    public static bool Is(Field field, object? value, SchemaMessage message)
    {
        if (value is null || field.Default.Kind == DefaultKind.Null)
            return value is null && field.Default.Kind == DefaultKind.Null;
        if (field.Type.IsArray)
            return ((IList)value).Count == 0;
        return field.Type.Base switch
        {
            BaseType.Bool => (bool)value == (field.Default.Text == "true"),
            BaseType.String => (string)value == field.Default.Text,
            BaseType.Bytes => ((ReadOnlyMemory<byte>)value).IsEmpty,
            BaseType.Records => ((ReadOnlySequence<byte>)value).IsEmpty,
            BaseType.Uuid => (Guid)value == Guid.Empty,
            BaseType.Struct => IsDefaultStruct(message.Schema.Find(field.Type.StructName), value, message),
            _ when field.IsErrorCode => (short)(ErrorCode)value == short.Parse(NumberOf(field), CultureInfo.InvariantCulture),
            _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture) == decimal.Parse(NumberOf(field), CultureInfo.InvariantCulture),
        };
    }

    public static Type ElementType(FieldType type, SchemaMessage message) => type.Base switch
    {
        BaseType.Bool => typeof(bool),
        BaseType.Int8 => typeof(sbyte),
        BaseType.Int16 => typeof(short),
        BaseType.UInt16 => typeof(ushort),
        BaseType.Int32 => typeof(int),
        BaseType.UInt32 => typeof(uint),
        BaseType.Int64 => typeof(long),
        BaseType.Float64 => typeof(double),
        BaseType.String => typeof(string),
        BaseType.Bytes => typeof(ReadOnlyMemory<byte>),
        BaseType.Uuid => typeof(Guid),
        _ => message.TypeOf(message.Schema.Find(type.StructName)),
    };

    private static bool IsDefaultStruct(Struct type, object value, SchemaMessage message) =>
        type.Fields.All(f => Is(f, value.GetType().GetProperty(f.Name)!.GetValue(value), message));

    private static string NumberOf(Field field) => field.Default.Text.Length == 0 ? "0" : field.Default.Text;
}
