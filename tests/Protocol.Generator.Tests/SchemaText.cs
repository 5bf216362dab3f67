using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KafkaGateway.Protocol.Generator.Tests;

/// <summary>A schema file of the compilation.</summary>
internal sealed class SchemaText(string path, string text) : AdditionalText
{
    public override string Path => path;

    public static SchemaText Load(string name)
    {
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, "Schemas", name);
        return new SchemaText(path, File.ReadAllText(path));
    }

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
