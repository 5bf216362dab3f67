using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Lexing;

/// <summary>Leaves the reading of a file at its first error.</summary>
internal sealed class SchemaException(int line, int column, int length, string message) : Exception(message)
{
    public SchemaException(Token token, string message)
        : this(token.Line, token.Column, token.Text.Length, message)
    {
    }

    public SchemaError Error => new(line, column, length, Message);
}
