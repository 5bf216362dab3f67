using System.Diagnostics;

namespace KafkaGateway.Deploy.Tests.Files;

/// <summary>Scripts are what bash can read.</summary>
public sealed class ScriptTests
{
    private static readonly string[] s_folders = ["docker", "scripts", "bench", "tests"];

    public static TheoryData<string> Scripts() =>
    [
        .. s_folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.sh", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.sh"))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Split('/').Intersect(["bin", "obj", "node_modules"]).Any()),
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Its_syntax_is_right(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-n", Repository.PathOf(script)]) { RedirectStandardError = true })!;
        var error = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.Equal((0, ""), (bash.ExitCode, error));
    }
}
