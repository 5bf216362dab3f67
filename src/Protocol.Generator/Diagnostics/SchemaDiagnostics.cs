using KafkaGateway.Protocol.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KafkaGateway.Protocol.Generator.Diagnostics;

/// <summary>What the compiler reports of a schema file.</summary>
internal static class SchemaDiagnostics
{
    private const string Category = "KafkaSchema";

    public static readonly DiagnosticDescriptor Malformed = new(
        "KAFKA001", "Malformed wire schema", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Duplicate = new(
        "KAFKA002", "Duplicate in wire schema", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static Diagnostic ToDiagnostic(this SchemaError error, string path)
    {
        var span = new LinePositionSpan(
            new LinePosition(error.Line, error.Column), new LinePosition(error.Line, error.Column + error.Length));
        return Diagnostic.Create(Malformed, Location.Create(path, new TextSpan(0, 0), span), error.Text);
    }

    public static Diagnostic TwiceDeclared(string path, string what) =>
        Diagnostic.Create(Duplicate, Location.Create(path, new TextSpan(0, 0), default), $"{what} is declared in another file too");
}
