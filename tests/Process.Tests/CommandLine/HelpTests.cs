using System.Reflection;
using KafkaGateway.Process.Tests.Node;

namespace KafkaGateway.Process.Tests.CommandLine;

/// <summary>What the command says about itself.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly string SettingsPage = typeof(HelpTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "SettingsPage").Value!;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_names_every_option_and_command()
    {
        var (exitCode, output, _) = await RunAsync("--help");
        Assert.Equal(0, exitCode);
        Assert.All(
            ["--listen <HOST:PORT>", "--advertise <HOST:PORT>", "--data <DIR>", "--memory", "--set <NAME=VALUE>", "settings", "apis", "appsettings.json"],
            word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_lists_the_settings_with_their_defaults_as_docs_settings_md_does()
    {
        var (exitCode, output, _) = await RunAsync("settings");
        Assert.Equal(0, exitCode);
        Assert.Contains("| num.partitions | int | 1 |", output, StringComparison.Ordinal);
        Assert.Contains("| socket.request.max.bytes | int | 104857600 |", output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(SettingsPage);
        Assert.Equal(output.Trim(), page[(page.IndexOf("a test compares -->", StringComparison.Ordinal) + 19)..page.IndexOf("<!-- /settings", StringComparison.Ordinal)].Trim());
    }

    [Fact]
    public async Task Apis_lists_the_APIs_with_their_versions()
    {
        var (exitCode, output, _) = await RunAsync("apis");
        Assert.Equal(0, exitCode);
        Assert.Contains("Produce", output, StringComparison.Ordinal);
        Assert.Contains("ApiVersions", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_option_is_refused_by_its_name()
    {
        var (exitCode, _, log) = await RunAsync("--memory", "--nonsense");
        Assert.Equal(1, exitCode);
        Assert.Contains("--nonsense", log, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Log)> RunAsync(params string[] arguments) =>
        NodeProcess.RunAsync(new NodeCommandLine(_folder.Path, arguments));
}
