using KafkaGateway.SeaweedMq;
using KafkaGateway.Silo.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGateway.Silo.Operations;

/// <summary>Where records are, and whether they get there.</summary>
internal sealed class RecordsCheck(RecordStorageNote? note = null, SeaweedRecordLogs? seaweed = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        note is null ? HealthCheckResult.Healthy("kept by the silos")
        : note.IsFallback ? HealthCheckResult.Degraded(note.Text)
        : seaweed?.Status is not { } status ? HealthCheckResult.Healthy(note.Text)
        : status.BrokenStreams == 0 ? HealthCheckResult.Healthy($"{note.Text}: {status}")
        : HealthCheckResult.Degraded($"{note.Text}: {status}"));
}
