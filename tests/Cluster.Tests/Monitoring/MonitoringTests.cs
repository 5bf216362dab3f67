using System.Diagnostics;
using System.Text.RegularExpressions;
using KafkaGateway.Cluster.Tests.Hosting;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>The dashboard and the alerts, put to a Prometheus that scrapes live nodes.</summary>
[Collection(MeasuredAlone.Name)]
public sealed partial class MonitoringTests
{
    [Fact]
    public async Task Every_panel_shows_something_and_every_alert_looks_at_what_is_measured()
    {
        await using var nodes = await BusyNodes.StartAsync();
        await using var prometheus = await Prometheus.StartAsync(BusyNodes.Token, nodes.OperationsAddresses);

        var empty = MonitoringFiles.DashboardQueries().ToList();
        Assert.NotEmpty(empty);
        await Eventually.IsAsync("", async () =>
        {
            var still = new List<(string, string)>();
            foreach (var (panel, query) in empty)
            {
                if (await prometheus.CountAsync(query) == 0)
                    still.Add((panel, query));
            }

            empty = still;
            return string.Join("\n", empty.Select(query => $"{query.Panel}: {query.Query}"));
        });

        var alerts = await prometheus.AlertsAsync();
        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.True(alert.Health == "ok", alert.Name));
        var whatToDo = await File.ReadAllTextAsync(MonitoringFiles.OperationsDocument);
        Assert.All(alerts, alert => Assert.Contains($"\n| {alert.Name} |", whatToDo, StringComparison.Ordinal));
        var measured = await prometheus.NamesAsync();
        Assert.All(alerts, alert => Assert.All(MetricName().Matches(alert.Query), name => Assert.Contains(name.Value, measured)));
    }

    [Fact]
    public async Task Alerts_fire_when_they_should_and_not_before()
    {
        var start = new ProcessStartInfo("promtool", ["test", "rules", "alerts.test.yaml"])
        {
            WorkingDirectory = Path.GetDirectoryName(MonitoringFiles.AlertTests)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var promtool = Process.Start(start)!;
        var output = await Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, string.Concat(output));
    }

    [GeneratedRegex(@"\b(kafka|orleans|db|dotnet)_\w+\b(?!=)")]
    private static partial Regex MetricName();
}
