namespace KafkaGateway.Protocol.Generator.Model;

/// <summary>One field. Versions lies within its parent's versions; Nullable within Versions.</summary>
internal sealed record Field(
    string Name,
    FieldType Type,
    VersionRange Versions,
    VersionRange Nullable,
    DefaultValue Default,
    int? Tag,
    bool IsKey,
    bool IsIgnorable,
    bool IsInflexible)
{
    /// <summary>Whether some version allows null, so that the property does.</summary>
    public bool IsNullable => !Nullable.IsEmpty;

    public bool IsErrorCode => Name == "ErrorCode" && Type is { Base: BaseType.Int16, IsArray: false };
}
