using Xunit.Abstractions;

namespace KafkaGateway.Shared.Processes;

/// <summary>What a test measures, and what processes log: in its output, and at once in files for who watches (KAFKA_CLUSTER_LOGS names its folder).</summary>
internal static class Report
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("KAFKA_CLUSTER_LOGS") is { Length: > 0 } folder ? folder : null;

    public static void Say(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        Keep("report.txt", line);
    }

    public static void Keep(string file, string line)
    {
        if (s_folder is null)
            return;
        Directory.CreateDirectory(s_folder);
        lock (s_folder)
            File.AppendAllText(Path.Combine(s_folder, file), $"{DateTime.Now:HH:mm:ss.fff} {line}\n");
    }
}
