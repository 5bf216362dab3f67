using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KafkaGateway.Cluster.Tests.Hosting;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>A Prometheus server that scrapes nodes every second, as the job kafka-gateway, and evaluates our alerts.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-gateway-prometheus-");
    private readonly HttpClient _http = new();
    private readonly Process _process;

    private Prometheus(string token, IEnumerable<Uri> nodes)
    {
        var port = FreePort.Next();
        var configuration = Path.Combine(_folder.FullName, "prometheus.yml");
        File.WriteAllText(configuration, Configuration(token, nodes));
        _http.BaseAddress = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("prometheus") { RedirectStandardError = true };
        foreach (var argument in new[]
        {
            $"--config.file={configuration}", $"--storage.tsdb.path={_folder.FullName}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
        })
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    public static async Task<Prometheus> StartAsync(string token, IEnumerable<Uri> nodes)
    {
        var prometheus = new Prometheus(token, nodes);
        await Eventually.IsAsync(true, async () => !prometheus._process.HasExited && await prometheus.IsReadyAsync());
        return prometheus;
    }

    /// <summary>How many series a query has now, those without a number not counted.</summary>
    public async Task<int> CountAsync(string query)
    {
        var data = await AskAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        return data.GetProperty("result").EnumerateArray().Count(series =>
            double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture) is not double.NaN);
    }

    /// <summary>The names of all series.</summary>
    public async Task<HashSet<string>> NamesAsync() =>
        [.. (await AskAsync("/api/v1/label/__name__/values")).EnumerateArray().Select(name => name.GetString()!)];

    /// <summary>The alerts with their queries and what evaluating them came to.</summary>
    public async Task<List<(string Name, string Query, string Health)>> AlertsAsync() =>
        [.. (await AskAsync("/api/v1/rules")).GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .Select(rule => (rule.GetProperty("name").GetString()!, rule.GetProperty("query").GetString()!, rule.GetProperty("health").GetString()!))];

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonElement> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("data");
    }

    // YAML, of which JSON is a part.
    private static string Configuration(string token, IEnumerable<Uri> nodes) => JsonSerializer.Serialize(new
    {
        global = new { scrape_interval = "1s", scrape_timeout = "1s", evaluation_interval = "1s" },
        rule_files = new[] { MonitoringFiles.Alerts },
        scrape_configs = new[]
        {
            new
            {
                job_name = "kafka-gateway",
                authorization = new { credentials = token },
                static_configs = new[] { new { targets = nodes.Select(node => node.Authority) } },
            },
        },
    });
}
