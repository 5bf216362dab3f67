namespace KafkaGateway.Protocol.Generator.Lexing;

/// <summary>A line as words; Level is its indentation by two.</summary>
internal sealed record SourceLine(int Number, int Level, IReadOnlyList<Token> Tokens);
