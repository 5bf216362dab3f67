using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>Parses a whole file into a tree.</summary>
internal sealed class FileParser
{
    private readonly IReadOnlyList<SourceLine> _lines;
    private int _next;

    private FileParser(IReadOnlyList<SourceLine> lines) => _lines = lines;

    /// <exception cref="SchemaException">The text breaks the grammar.</exception>
    public static FileSyntax Parse(string text) => new FileParser(LineLexer.Lex(text)).ParseFile();

    private FileSyntax ParseFile()
    {
        if (_lines.Count == 0)
            throw new SchemaException(0, 0, 0, "the file is empty");
        var first = TakeLine();
        if (first.Level != 0)
            throw new SchemaException(first.Tokens[0], "the header is not indented");
        var header = HeaderParser.Parse(first);
        string[] keywords = header.ApiKey is null ? ["body"] : ["request", "response"];
        var sections = keywords.Select(keyword => ParseSection(keyword, header.Versions)).ToList();
        if (_next < _lines.Count)
            throw new SchemaException(_lines[_next].Tokens[0], $"nothing may follow the section '{keywords[keywords.Length - 1]}'");
        return new FileSyntax(header, sections);
    }

    private SectionSyntax ParseSection(string keyword, VersionRange versions)
    {
        if (_next == _lines.Count)
            throw new SchemaException(_lines.Count - 1, 0, 0, $"the section '{keyword}' is missing");
        var line = TakeLine();
        if (line.Level != 0)
            throw new SchemaException(line.Tokens[0], $"the section '{keyword}' is expected");
        var cursor = new TokenCursor(line);
        cursor.Expect(keyword);
        cursor.ExpectEnd();

        var defines = new List<DefineSyntax>();
        while (_next < _lines.Count && _lines[_next] is { Level: 1 } define && define.Tokens[0].Text == "define")
            defines.Add(ParseDefine(versions));
        return new SectionSyntax(keyword, defines, ParseFields(1, versions));
    }

    private DefineSyntax ParseDefine(VersionRange versions)
    {
        var cursor = new TokenCursor(TakeLine());
        cursor.Expect("define");
        var name = cursor.Take("the name");
        Words.Name(name);
        cursor.ExpectEnd();
        return new DefineSyntax(name, ParseFields(2, versions));
    }

    private List<FieldSyntax> ParseFields(int level, VersionRange versions)
    {
        var fields = new List<FieldSyntax>();
        while (_next < _lines.Count && _lines[_next].Level >= level)
        {
            var line = TakeLine();
            if (line.Level > level)
                throw new SchemaException(line.Tokens[0], $"level {line.Level} is too deep here, {level} is expected");
            fields.Add(FieldParser.Parse(line, versions, ParseFields(level + 1, versions)));
        }

        return fields;
    }

    private SourceLine TakeLine() => _lines[_next++];
}
