using KafkaGateway.Silo.Front;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGateway.Silo.Operations;

/// <summary>Whether the process has said that it is ready.</summary>
internal sealed class StartedCheck(ReadyLine ready) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        ready.Text.Length > 0 ? HealthCheckResult.Healthy(ready.Text) : HealthCheckResult.Unhealthy("the process has not started yet"));
}
