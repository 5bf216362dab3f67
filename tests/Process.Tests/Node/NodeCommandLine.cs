using System.Collections;
using System.Diagnostics;
using System.Reflection;

namespace KafkaGateway.Process.Tests.Node;

/// <summary>How a node is started: always in a folder of its own and with no setting from the environment but those asked for.</summary>
internal sealed record NodeCommandLine(string WorkingFolder, params string[] Arguments)
{
    private const string SettingPrefix = "KAFKA_GATEWAY_";

    private static readonly string s_assembly = typeof(NodeCommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "NodeAssembly").Value!;

    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>How many files and connections the process may have open; null for what the system allows.</summary>
    public int? MaxOpenFiles { get; init; }

    public ProcessStartInfo ToStartInfo()
    {
        // A background job of a script ignores Ctrl-C and passes that on to its children; a person's terminal does not.
        string[] node = ["env", "--default-signal=INT", "dotnet", s_assembly, .. Arguments];
        string[] command = MaxOpenFiles is null ? node : ["sh", "-c", $"ulimit -n {MaxOpenFiles} && exec \"$@\"", "sh", .. node];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = WorkingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in from DictionaryEntry entry in System.Environment.GetEnvironmentVariables()
                             let name = (string)entry.Key
                             where name.StartsWith(SettingPrefix, StringComparison.Ordinal)
                             select name)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
