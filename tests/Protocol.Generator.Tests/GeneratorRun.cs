using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KafkaGateway.Protocol.Generator.Tests;

/// <summary>Runs the generator as the compiler does.</summary>
internal static class GeneratorRun
{
    public static CSharpCompilation Compilation { get; } = CSharpCompilation.Create("Test");

    public static GeneratorDriver Driver(IEnumerable<AdditionalText> files, string? rootNamespace = "Sample") => CSharpGeneratorDriver.Create(
        [new MessageGenerator().AsSourceGenerator()],
        files,
        CSharpParseOptions.Default,
        new Options(rootNamespace),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorRunResult Run(params AdditionalText[] files) =>
        Driver(files).RunGenerators(Compilation).GetRunResult().Results.Single();

    public static string Source(this GeneratorRunResult result, string name) =>
        result.GeneratedSources.Single(s => s.HintName == name).SourceText.ToString();

    private sealed class Options(string? rootNamespace) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(
            rootNamespace is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add("build_property.RootNamespace", rootNamespace));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
