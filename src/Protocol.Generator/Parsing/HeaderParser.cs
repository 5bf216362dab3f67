using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>Parses the first line: kind, name, versions, first flexible version, deprecated versions.</summary>
internal static class HeaderParser
{
    public static Header Parse(SourceLine line)
    {
        var cursor = new TokenCursor(line);
        var kind = cursor.Take("'api' or 'data'");
        int? apiKey = kind.Text switch
        {
            "api" => Words.Number(cursor.Take("the api key"), "api key"),
            "data" => null,
            _ => throw new SchemaException(kind, $"a file begins with 'api' or 'data', not '{kind.Text}'"),
        };

        var name = Words.Name(cursor.Take("the name"));
        cursor.Expect("versions");
        var versions = Words.Span(cursor.Take("the span of versions"));
        cursor.Expect("flexible");
        var flexible = ParseFlexible(cursor.Take("the first flexible version"));
        VersionRange? deprecated = null;
        if (cursor.TryTake("deprecated"))
        {
            var token = cursor.Take("the span of versions");
            deprecated = Words.Span(token);
            if (!versions.Contains(deprecated.Value))
                throw new SchemaException(token, $"versions {token.Text} are not among {versions}");
        }

        cursor.ExpectEnd();
        return new Header(name, apiKey, versions, flexible, deprecated);
    }

    private static int ParseFlexible(Token token)
    {
        if (token.Text == "none")
            return Message.NeverFlexible;
        if (!token.Text.EndsWith("+", StringComparison.Ordinal))
            throw new SchemaException(token, $"'{token.Text}' is neither 'none' nor a version and '+'");
        return Words.Number(token with { Text = token.Text.Substring(0, token.Text.Length - 1) }, "version");
    }
}
