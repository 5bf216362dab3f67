namespace KafkaGateway.Protocol.Generator.Lexing;

/// <summary>Cuts a file into lines, and lines into words that single spaces part.</summary>
internal static class LineLexer
{
    public static IReadOnlyList<SourceLine> Lex(string text)
    {
        var lines = text.Split('\n');
        // A final newline ends the last line and begins none.
        var count = lines[lines.Length - 1].Length == 0 ? lines.Length - 1 : lines.Length;
        var result = new List<SourceLine>(count);
        for (var number = 0; number < count; number++)
            result.Add(LexLine(lines[number], number));
        return result;
    }

    private static SourceLine LexLine(string text, int number)
    {
        var control = text.ToList().FindIndex(char.IsControl);
        if (control >= 0)
            throw new SchemaException(number, control, 1, "only spaces part words, and LF alone ends a line");

        var indent = text.Length - text.TrimStart(' ').Length;
        if (indent == text.Length)
            throw new SchemaException(number, 0, text.Length, "a line must not be blank");
        if (indent % 2 != 0)
            throw new SchemaException(number, 0, indent, "a level is two spaces deep");

        var tokens = new List<Token>();
        for (var start = indent; start <= text.Length;)
        {
            var end = EndOfWord(text, start, number);
            if (end == start)
                throw new SchemaException(number, start, 1, "one space parts two words, and none ends a line");
            tokens.Add(new Token(text.Substring(start, end - start), number, start));
            start = end + 1;
        }

        return new SourceLine(number, indent / 2, tokens);
    }

    private static int EndOfWord(string text, int start, int number)
    {
        if (start < text.Length && text[start] == '"')
        {
            var quote = text.IndexOf('"', start + 1);
            if (quote < 0)
                throw new SchemaException(number, start, text.Length - start, "a quoted string has no end");
            if (quote + 1 < text.Length && text[quote + 1] != ' ')
                throw new SchemaException(number, quote + 1, 1, "a space must follow a quoted string");
            return quote + 1;
        }

        var space = text.IndexOf(' ', start);
        return space < 0 ? text.Length : space;
    }
}
