using System.Diagnostics;
using System.Reflection;

namespace KafkaGateway.Shared.Processes;

/// <summary>How a member of a cluster is started: with no setting from the environment but the database.</summary>
/// <param name="Name">What the process is called in reports.</param>
/// <param name="WorkingFolder">Where.</param>
/// <param name="Database">Its connection string, which goes by the environment as in production; null for none.</param>
/// <param name="Arguments">The command line.</param>
internal sealed record MemberCommandLine(string Name, string WorkingFolder, string? Database, params string[] Arguments)
{
    private const string SettingPrefix = "KAFKA_GATEWAY_";

    private static readonly string s_assembly = typeof(MemberCommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "GatewayAssembly").Value!;

    public ProcessStartInfo ToStartInfo()
    {
        // A background job of a script ignores Ctrl-C and passes that on to its children.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,TERM", "dotnet", s_assembly, .. Arguments])
        {
            WorkingDirectory = WorkingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith(SettingPrefix, StringComparison.Ordinal))
                start.Environment.Remove(name);
        }

        if (Database is not null)
            start.Environment[SettingPrefix + "POSTGRES_CONNECTION"] = Database;
        return start;
    }
}
