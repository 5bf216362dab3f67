using KafkaGateway.Protocol.Generator.Lexing;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>Goes through the words of one line.</summary>
internal sealed class TokenCursor(SourceLine line)
{
    private int _next;

    public bool AtEnd => _next == line.Tokens.Count;

    private Token End
    {
        get
        {
            var last = line.Tokens[line.Tokens.Count - 1];
            return new Token("", last.Line, last.Column + last.Text.Length);
        }
    }

    public Token Take(string what) => AtEnd ? throw new SchemaException(End, $"{what} is missing") : line.Tokens[_next++];

    public bool TryTake(string word)
    {
        if (AtEnd || line.Tokens[_next].Text != word)
            return false;
        _next++;
        return true;
    }

    /// <summary>The next word, left where it is; empty at the end of the line.</summary>
    public Token Peek() => AtEnd ? End : line.Tokens[_next];

    public void Expect(string word)
    {
        var token = Take($"'{word}'");
        if (token.Text != word)
            throw new SchemaException(token, $"'{word}' is expected, not '{token.Text}'");
    }

    public void ExpectEnd()
    {
        if (!AtEnd)
            throw new SchemaException(Peek(), $"'{Peek().Text}' is not expected here");
    }
}
