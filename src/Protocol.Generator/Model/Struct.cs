namespace KafkaGateway.Protocol.Generator.Model;

/// <summary>A struct of a section, or the section itself; Versions is where it can occur.</summary>
internal sealed record Struct(string SchemaName, string ClassName, VersionRange Versions, EquatableArray<Field> Fields);
