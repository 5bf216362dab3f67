namespace KafkaGateway.Protocol.Generator.Model;

internal enum BaseType
{
    Bool,
    Int8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    Float64,
    String,
    Bytes,
    Records,
    Uuid,
    Struct,
}

/// <summary>What a field holds; StructName is empty unless Base is Struct.</summary>
internal sealed record FieldType(BaseType Base, string StructName, bool IsArray)
{
    public bool IsStruct => Base == BaseType.Struct;

    public bool CanBeNull => IsArray || Base is BaseType.String or BaseType.Bytes or BaseType.Records or BaseType.Struct;

    /// <summary>The type of one element of an array.</summary>
    public FieldType Element => this with { IsArray = false };
}
