using System.Reflection;
using System.Text.Json;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>The dashboard and the alerts that operators are given.</summary>
internal static class MonitoringFiles
{
    private static readonly string s_folder = PathOf("MonitoringFiles");

    public static string Alerts => Path.Combine(s_folder, "alerts.yaml");

    /// <summary>promtool's tests of the alerts.</summary>
    public static string AlertTests => PathOf("AlertTests");

    /// <summary>The document that says what to do when an alert fires.</summary>
    public static string OperationsDocument => PathOf("OperationsDocument");

    /// <summary>The dashboard's queries by panel, as Grafana would send them with everything selected.</summary>
    public static IReadOnlyList<(string Panel, string Query)> DashboardQueries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_folder, "dashboard.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target =>
                (panel.GetProperty("title").GetString()!, Filled(target.GetProperty("expr").GetString()!))))];
    }

    private static string PathOf(string name) => typeof(MonitoringFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;

    private static string Filled(string query) => query
        .Replace("$__rate_interval", "10s", StringComparison.Ordinal)
        .Replace("$instance", ".*", StringComparison.Ordinal)
        .Replace("$topic", ".*", StringComparison.Ordinal)
        .Replace("$group", ".*", StringComparison.Ordinal);
}
