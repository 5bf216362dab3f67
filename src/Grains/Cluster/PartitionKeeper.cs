using KafkaGateway.Contracts;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>Where the storage wants all logs open, wakes the partitions that this silo should host and nobody has asked for.</summary>
internal sealed class PartitionKeeper(
    HostedGrains hosted, RendezvousPlacementDirector director, SiloPorts silo, IGrainFactory grains, ISiloStatusOracle silos)
    : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!silo.Storage.KeepsLogsOpen)
            return;
        using var timer = new PeriodicTimer(LookEvery, silo.Time);
        try
        {
            do
            {
                await WakeAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var active = silos.GetActiveSilos();
            var awake = hosted.Awake.Select(grain => grain.GrainContext.GrainId).ToHashSet();
            var catalog = await silo.Actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
            var asleep =
                from topic in catalog.Topics
                from partition in Enumerable.Range(0, topic.PartitionCount)
                let grain = grains.GetGrain<IPartitionGrain>(PartitionGrainKey.Of(new PartitionKey(topic.Name, topic.TopicId, partition)))
                where !awake.Contains(grain.GetGrainId()) && director.Winner(grain.GetGrainId(), active).Equals(silos.SiloAddress)
                select grain;
            await Parallel.ForEachAsync(
                asleep,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (grain, token) => await grain.DescribeAsync(token));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            GrainLog.HousekeepingFailed(silo.Logger, failure.Message);
        }
    }
}
