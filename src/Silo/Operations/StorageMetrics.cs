using System.Diagnostics.Metrics;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.SeaweedMq;
using KafkaGateway.Silo.Storage;

namespace KafkaGateway.Silo.Operations;

/// <summary>Tells whether records are kept where they were wanted, and whether they get there.</summary>
internal sealed class StorageMetrics(RecordStorageNote note, SeaweedRecordLogs? seaweed = null) : IHostedService, IDisposable
{
    private readonly Meter _meter = new(KafkaMetrics.MeterName);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        KafkaMetrics.ObserveFallback(_meter, () => note.IsFallback ? 1 : 0);
        if (seaweed is not null)
            KafkaMetrics.ObserveBrokenStreams(_meter, () => seaweed.Status.BrokenStreams);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
