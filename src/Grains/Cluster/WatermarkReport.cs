using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Hosting;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// Tells how far the partitions on this silo reach, where there is a table for it: every few seconds those that have changed. One silo forgets the
/// topics that are deleted.
/// </summary>
internal sealed class WatermarkReport(HostedGrains hosted, SiloPorts silo, ISiloStatusOracle silos, IWatermarkTable? table = null) : BackgroundService
{
    private const int RoundsAfterChange = 3;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(3);
    private static readonly ulong Key = Rendezvous.Hash("watermarks");

    private readonly Dictionary<PartitionKey, PartitionWatermark> _told = [];
    private long _tidiedAt = -1;
    private int _roundsLeft;
    private bool _fails;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (table is null)
            return;
        using var timer = new PeriodicTimer(TellEvery, silo.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ReportAsync(table, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task ReportAsync(IWatermarkTable table, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(table, cancellationToken);
            await TidyAsync(table, cancellationToken);
            if (_fails)
                GrainLog.WatermarksToldAgain(silo.Logger);
            _fails = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (!_fails)
                GrainLog.WatermarksNotTold(silo.Logger, failure.Message);
            _fails = true;
        }
    }

    private async Task TellAsync(IWatermarkTable table, CancellationToken cancellationToken)
    {
        var awake = hosted.Awake.OfType<PartitionGrain>().Select(grain => grain.Watermark).OfType<PartitionWatermark>().ToList();
        var changed = awake.FindAll(watermark => !_told.TryGetValue(watermark.Partition, out var told) || told != watermark);
        if (changed.Count > 0)
            await table.WriteAsync(changed, cancellationToken);
        // What has moved away and comes back is told again.
        _told.Clear();
        foreach (var watermark in awake)
            _told[watermark.Partition] = watermark;
    }

    // A few more times after each change: a silo may tell once more of a topic that is gone, or has told it too shortly before.
    private async Task TidyAsync(IWatermarkTable table, CancellationToken cancellationToken)
    {
        if (!silos.SiloAddress.Equals(Rendezvous.Choose(Key, silos.GetActiveSilos(), address => Rendezvous.Hash(address.ToString()))))
            return;
        var began = silo.Time.GetUtcNow() - TellEvery;
        var catalog = await silo.Actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
        if (catalog.Version != _tidiedAt)
            _roundsLeft = RoundsAfterChange;
        if (_roundsLeft == 0)
            return;
        await table.KeepOnlyAsync([.. catalog.Topics.Select(topic => topic.TopicId)], began, cancellationToken);
        (_tidiedAt, _roundsLeft) = (catalog.Version, _roundsLeft - 1);
    }
}
