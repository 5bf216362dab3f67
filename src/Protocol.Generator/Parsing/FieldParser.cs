using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>Parses the line of a field.</summary>
internal static class FieldParser
{
    /// <param name="line">The field's line.</param>
    /// <param name="all">The versions of the file, which N+ reaches the end of.</param>
    /// <param name="children">The fields one level deeper.</param>
    public static FieldSyntax Parse(SourceLine line, VersionRange all, IReadOnlyList<FieldSyntax> children)
    {
        var cursor = new TokenCursor(line);
        var name = cursor.Take("the name");
        Words.Name(name);
        var (type, typeToken, isMarkedNullable) = TypeParser.Parse(cursor);
        if (children.Count > 0 && !type.IsStruct)
            throw new SchemaException(children[0].Name, $"{name.Text} is no struct and has no fields");

        var @default = cursor.TryTake("=") ? DefaultParser.Parse(cursor.Take("the default"), type, isMarkedNullable) : DefaultValue.Unset;
        int? tag = cursor.TryTake("tag") ? Words.Number(cursor.Take("the tag"), "tag") : null;
        var versions = TakeRange(cursor, all);
        VersionRange? nullable = null;
        if (cursor.TryTake("nullable"))
        {
            if (!type.CanBeNull || isMarkedNullable)
                throw new SchemaException(typeToken, $"'{typeToken.Text}' takes no range of nullable versions");
            var token = cursor.Peek();
            nullable = TakeRange(cursor, all) ?? throw new SchemaException(token, "the nullable versions are missing");
        }

        var isKey = cursor.TryTake("key");
        var isIgnorable = cursor.TryTake("ignorable");
        var isInflexible = cursor.TryTake("inflexible");
        cursor.ExpectEnd();
        if (isInflexible && type is not { Base: BaseType.String, IsArray: false })
            throw new SchemaException(typeToken, "only a string can be inflexible");
        return new FieldSyntax(
            name, type, typeToken, isMarkedNullable, @default, tag, versions, nullable, isKey, isIgnorable, isInflexible, children);
    }

    private static VersionRange? TakeRange(TokenCursor cursor, VersionRange all)
    {
        var range = Words.Range(cursor.Peek(), all);
        if (range is not null)
            cursor.Take("the range");
        return range;
    }
}
