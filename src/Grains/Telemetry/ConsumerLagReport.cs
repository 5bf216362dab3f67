using System.Diagnostics.Metrics;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Grains.Hosting;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Telemetry;

/// <summary>Measures consumer lag now and then, on one silo for all, so that no series is there twice.</summary>
internal sealed class ConsumerLagReport(SiloPorts silo, ISiloStatusOracle silos, IConsumerLag lag) : BackgroundService
{
    private static readonly ulong Key = Rendezvous.Hash("consumer-lag");
    private readonly Meter _meter = new(KafkaMetrics.MeterName);
    private IReadOnlyList<PartitionLag> _lags = [];

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        KafkaMetrics.ObserveLag(_meter, () => _lags.Select(found => new Measurement<long>(
            found.Records, new("group", found.GroupId), new("topic", found.Partition.Topic), new("partition", found.Partition.Partition))));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(silo.Settings[BrokerConfigs.MetricsConsumerLagIntervalMs]), silo.Time);
        var limit = silo.Settings[BrokerConfigs.MetricsConsumerLagMax];
        try
        {
            do
                await MeasureAsync(limit, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task MeasureAsync(int limit, CancellationToken cancellationToken)
    {
        var isChosen = silos.SiloAddress.Equals(Rendezvous.Choose(Key, silos.GetActiveSilos(), address => Rendezvous.Hash(address.ToString())));
        try
        {
            _lags = isChosen && limit > 0 ? await lag.ReadAsync(limit, cancellationToken) : [];
        }
        catch (StorageException failure)
        {
            // What is not known is not told: an old figure would hide that nothing is measured.
            _lags = [];
            GrainLog.LagNotMeasured(silo.Logger, failure.Message);
        }
    }
}
