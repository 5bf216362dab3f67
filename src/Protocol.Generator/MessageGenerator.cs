using System.Text;
using KafkaGateway.Protocol.Generator.Binding;
using KafkaGateway.Protocol.Generator.Diagnostics;
using KafkaGateway.Protocol.Generator.Emitting;
using KafkaGateway.Protocol.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KafkaGateway.Protocol.Generator;

/// <summary>Turns the wire schema's files (*.kafka) into the classes of their messages, and into the register of the APIs.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class MessageGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step that reads files, for tests of the pipeline.</summary>
    internal const string ReadStep = "ReadSchema";

    /// <summary>The name of the step that gathers the APIs, for tests of the pipeline.</summary>
    internal const string ApisStep = "GatherApis";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var rootNamespace = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.RootNamespace", out var name) && name.Length > 0 ? name : "KafkaGateway.Protocol");

        var files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".kafka", StringComparison.Ordinal))
            .Select(static (file, cancellation) => SchemaReader.Read(file.Path, file.GetText(cancellation)?.ToString() ?? ""))
            .WithTrackingName(ReadStep);

        var apis = files
            .Where(static file => file.Header is { ApiKey: not null })
            .Select(static (file, _) => (file.Path, Header: file.Header!))
            .Collect()
            .Select(static (all, _) => all.OrderBy(file => file.Header.ApiKey).ToEquatable())
            .WithTrackingName(ApisStep);

        context.RegisterSourceOutput(files.Combine(rootNamespace), static (output, input) => EmitFile(output, input.Left, input.Right));
        context.RegisterSourceOutput(apis.Combine(rootNamespace), static (output, input) => EmitApis(output, input.Left, input.Right));
    }

    private static void EmitFile(SourceProductionContext output, SchemaFile file, string rootNamespace)
    {
        foreach (var error in file.Errors)
            output.ReportDiagnostic(error.ToDiagnostic(file.Path));
        foreach (var message in file.Messages)
            output.AddSource($"{Path.GetFileNameWithoutExtension(file.Path)}.{message.Root.ClassName}.g.cs", ToSource(MessageEmitter.Emit(message, rootNamespace)));
    }

    private static void EmitApis(
        SourceProductionContext output, EquatableArray<(string Path, Header Header)> apis, string rootNamespace)
    {
        if (apis.Count == 0)
            return;
        var twice = apis.GroupBy(api => api.Header.ApiKey).Where(group => group.Count() > 1).ToList();
        foreach (var group in twice)
            output.ReportDiagnostic(SchemaDiagnostics.TwiceDeclared(group.Last().Path, $"api key {group.Key}"));
        if (twice.Count == 0)
            output.AddSource("KafkaApis.g.cs", ToSource(RegistryEmitter.Emit([.. apis.Select(api => api.Header)], rootNamespace)));
    }

    private static SourceText ToSource(string text) => SourceText.From(text, Encoding.UTF8);
}
