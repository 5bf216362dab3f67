using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>A file as written, before names and versions are related to each other.</summary>
internal sealed record FileSyntax(Header Header, IReadOnlyList<SectionSyntax> Sections);

internal sealed record SectionSyntax(string Keyword, IReadOnlyList<DefineSyntax> Defines, IReadOnlyList<FieldSyntax> Fields);

internal sealed record DefineSyntax(Token Name, IReadOnlyList<FieldSyntax> Fields);

/// <summary>Versions and Nullable are null where the line gives no range; IsMarkedNullable stands for the question mark.</summary>
internal sealed record FieldSyntax(
    Token Name,
    FieldType Type,
    Token TypeToken,
    bool IsMarkedNullable,
    DefaultValue Default,
    int? Tag,
    VersionRange? Versions,
    VersionRange? Nullable,
    bool IsKey,
    bool IsIgnorable,
    bool IsInflexible,
    IReadOnlyList<FieldSyntax> Children);
