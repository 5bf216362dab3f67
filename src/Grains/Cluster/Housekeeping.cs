using KafkaGateway.Actors.Groups;
using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Hosting;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// What no client may ever ask for again: finishes deletions that a crash interrupted, wakes groups whose members may be gone or whose offsets are
/// over their retention, and forgets who owned groups that are gone. One silo does it at a time.
/// </summary>
internal sealed class Housekeeping(SiloPorts silo, ISiloStatusOracle silos, IGroupOwners? owners = null) : BackgroundService
{
    private static readonly ulong Key = Rendezvous.Hash("housekeeping");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(silo.GroupSettings.OffsetsRetentionCheckIntervalMs), silo.Time);
        try
        {
            do
            {
                await AttendAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task AttendAsync(CancellationToken cancellationToken)
    {
        var keeper = Rendezvous.Choose(Key, silos.GetActiveSilos(), address => Rendezvous.Hash(address.ToString()));
        if (!silos.SiloAddress.Equals(keeper))
            return;
        try
        {
            await UnfinishedDeletions.ResumeAsync(silo.States, silo.Actors, cancellationToken);
            await new GroupWaking(silo.States, silo.Offsets, silo.GroupSettings, silo.Time).WakeAsync(silo.Actors.Group, cancellationToken);
            if (owners is not null)
                await GoneGroups.ForgetOwnersAsync(owners, silo.Time, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            GrainLog.HousekeepingFailed(silo.Logger, failure.Message);
        }
    }
}
