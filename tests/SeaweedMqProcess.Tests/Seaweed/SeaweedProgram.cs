using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace KafkaGateway.SeaweedMqProcess.Tests.Seaweed;

/// <summary>What is tested against: the SeaweedFS binary that SEAWEEDFS_WEED names, or else the stand-in, which takes the same command lines.</summary>
internal static class SeaweedProgram
{
    private static readonly string? s_weed = Text("SEAWEEDFS_WEED");

    private static readonly string s_standIn = typeof(SeaweedProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "StandInAssembly").Value!;

    public static bool IsReal => s_weed is not null;

    /// <summary>How often a test does what it does: many times to the real one, unless SEAWEEDMQ_ROUNDS says it.</summary>
    public static int Rounds(int ofStandIn, int ofReal) => Number("SEAWEEDMQ_ROUNDS") ?? (IsReal ? ofReal : ofStandIn);

    /// <summary>A number from the environment.</summary>
    public static int? Number(string variable) => Text(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public static ProcessStartInfo ToStartInfo(string folder, IEnumerable<string> arguments)
    {
        var start = s_weed is null ? new ProcessStartInfo("dotnet", [s_standIn, .. arguments]) : new ProcessStartInfo(s_weed, ["-logtostderr=true", .. arguments]);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // No settings of the machine's, and logs and sockets among what goes with the folder.
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        return start;
    }

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
