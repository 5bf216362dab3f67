using System.Diagnostics.Metrics;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Silo.Storage;

namespace KafkaGateway.Silo.Operations;

/// <summary>Tells whether records are kept where they were wanted.</summary>
internal sealed class StorageMetrics(RecordStorageNote note) : IHostedService, IDisposable
{
    private readonly Meter _meter = new(KafkaMetrics.MeterName);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        KafkaMetrics.ObserveFallback(_meter, () => note.IsFallback ? 1 : 0);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
