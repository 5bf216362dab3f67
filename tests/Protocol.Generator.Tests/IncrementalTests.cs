using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGateway.Protocol.Generator.Tests;

public sealed class IncrementalTests
{
    private static readonly SchemaText Produce = SchemaText.Load("00-Produce.kafka");
    private static readonly SchemaText Header = SchemaText.Load("RequestHeader.kafka");

    [Fact]
    public void Nothing_is_generated_anew_when_code_changes()
    {
        var driver = GeneratorRun.Driver([Produce, Header]).RunGenerators(GeneratorRun.Compilation);
        var changed = GeneratorRun.Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class C;"));
        var result = driver.RunGenerators(changed).GetRunResult().Results.Single();
        Assert.All(Outputs(result), output => Assert.Equal(IncrementalStepRunReason.Cached, output));
    }

    [Fact]
    public void Only_the_changed_file_is_generated_anew()
    {
        var driver = GeneratorRun.Driver([Produce, Header]).RunGenerators(GeneratorRun.Compilation);
        var longer = new SchemaText(Header.Path, Header.GetText() + "  Extra int32 2+\n");
        var result = driver.ReplaceAdditionalText(Header, longer).RunGenerators(GeneratorRun.Compilation).GetRunResult().Results.Single();

        // Produce, header, register of apis.
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], Outputs(result).Order());
        Assert.Contains("Extra", result.Source("RequestHeader.RequestHeader.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_says_the_same_again_is_not_generated_anew()
    {
        var driver = GeneratorRun.Driver([Produce, Header]).RunGenerators(GeneratorRun.Compilation);
        var same = new SchemaText(Header.Path, Header.GetText().ToString().TrimEnd('\n'));
        var result = driver.ReplaceAdditionalText(Header, same).RunGenerators(GeneratorRun.Compilation).GetRunResult().Results.Single();
        Assert.Contains(IncrementalStepRunReason.Unchanged, result.TrackedSteps[MessageGenerator.ReadStep].SelectMany(s => s.Outputs).Select(o => o.Reason));
        Assert.All(Outputs(result), output => Assert.Equal(IncrementalStepRunReason.Cached, output));
    }

    [Fact]
    public void The_register_is_made_anew_only_when_the_head_of_an_api_changes()
    {
        var driver = GeneratorRun.Driver([Produce, Header]).RunGenerators(GeneratorRun.Compilation);
        var field = new SchemaText(Produce.Path, Produce.GetText() + "  Extra int32 13+\n");
        driver = driver.ReplaceAdditionalText(Produce, field).RunGenerators(GeneratorRun.Compilation);
        Assert.Equal(IncrementalStepRunReason.Cached, ApisStep(driver));

        var head = new SchemaText(Produce.Path, Produce.GetText().ToString().Replace("deprecated 0-2", "deprecated 0-3", StringComparison.Ordinal));
        driver = driver.ReplaceAdditionalText(field, head).RunGenerators(GeneratorRun.Compilation);
        Assert.Equal(IncrementalStepRunReason.Modified, ApisStep(driver));
    }

    private static IncrementalStepRunReason ApisStep(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedSteps[MessageGenerator.ApisStep].Single().Outputs.Single().Reason;

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);
}
