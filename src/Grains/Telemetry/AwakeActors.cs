using System.Diagnostics.Metrics;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Grains.Hosting;
using Microsoft.Extensions.Hosting;

namespace KafkaGateway.Grains.Telemetry;

/// <summary>Counts the actors awake on this silo, and its groups by state, whenever somebody asks.</summary>
internal sealed class AwakeActors(HostedGrains hosted) : IHostedService, IDisposable
{
    private readonly Meter _meter = new(KafkaMetrics.MeterName);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        KafkaMetrics.ObserveActors(_meter, () => Count(hosted.Awake, "kind", grain => grain.Kind));
        KafkaMetrics.ObserveGroups(_meter, () => Count(hosted.Awake.OfType<ConsumerGroupGrain>(), "state", grain => grain.State));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Count<T>(IEnumerable<T> grains, string tag, Func<T, string?> by) => grains
        .Select(by)
        .OfType<string>()
        .GroupBy(value => value, StringComparer.Ordinal)
        .Select(same => new Measurement<long>(same.LongCount(), new KeyValuePair<string, object?>(tag, same.Key)));
}
