namespace KafkaGateway.Protocol.Generator.Lexing;

/// <summary>A word of a line. A quoted one keeps its quotes.</summary>
internal readonly record struct Token(string Text, int Line, int Column)
{
    public bool IsQuoted => Text.Length > 1 && Text[0] == '"';
}
