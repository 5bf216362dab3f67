using System.Diagnostics;

namespace KafkaGateway.Deploy.Tests.Chart;

/// <summary>The program that renders charts: the one on the PATH, else the one that helm/install.sh has brought.</summary>
internal static class Helm
{
    public static string Chart { get; } = Repository.PathOf("docker", "helm", "kafka-gateway");

    private static string Program { get; } = OnThePath() ?? Path.Combine(Cache(), "helm", "helm");

    /// <summary>What the chart makes of those arguments, as a release of the chart's own name.</summary>
    public static async Task<string> TemplateAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(["template", "kafka-gateway", Chart, .. arguments]);
        Assert.True(exitCode == 0, error);
        return output;
    }

    /// <summary>Why the chart is not rendered with those arguments.</summary>
    public static async Task<string> RefusalAsync(params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(["template", "kafka-gateway", Chart, .. arguments]);
        Assert.NotEqual(0, exitCode);
        return error;
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var helm = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (helm.StandardOutput.ReadToEndAsync(), helm.StandardError.ReadToEndAsync());
        await helm.WaitForExitAsync();
        return (helm.ExitCode, await output, await error);
    }

    private static string? OnThePath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "helm")).FirstOrDefault(File.Exists);

    private static string Cache() => Environment.GetEnvironmentVariable("KAFKA_CLIENTS_CACHE") ?? Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "kafka-gateway-clients");
}
