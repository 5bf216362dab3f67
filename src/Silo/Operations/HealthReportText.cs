using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGateway.Silo.Operations;

/// <summary>A health report as people and probes read it: the status on the first line, then each check that has something to say.</summary>
internal static class HealthReportText
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var lines = report.Entries.Where(check => check.Value.Description is not null)
            .Select(check => $"{check.Key}: {check.Value.Status}, {check.Value.Description}");
        await context.Response.WriteAsync(string.Join('\n', lines.Prepend(report.Status.ToString())) + "\n");
    }
}
