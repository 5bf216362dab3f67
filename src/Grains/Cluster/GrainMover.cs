using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Placement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// Moves actors that another silo should host since silos came or went: gateways name that silo as their leader. Activations that exist would
/// otherwise stay where they are. It looks again from time to time, because a silo that does not yet know of another may place one after that.
/// </summary>
internal sealed class GrainMover(
    HostedGrains hosted,
    RendezvousPlacementDirector director,
    IClusterMembershipService membership,
    ISiloStatusOracle silos,
    TimeProvider time,
    ILogger<GrainMover> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(MoveOnChangesAsync(stoppingToken), MoveNowAndThenAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task MoveOnChangesAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(stoppingToken))
            Move();
    }

    private async Task MoveNowAndThenAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Move();
    }

    private void Move()
    {
        var active = silos.GetActiveSilos();
        if (silos.CurrentStatus != SiloStatus.Active || active.Length < 2)
            return;
        var misplaced = hosted.Awake.Where(grain => !director.Winner(grain.GrainContext.GrainId, active).Equals(silos.SiloAddress)).ToList();
        if (misplaced.Count == 0)
            return;
        GrainLog.ActorsMove(logger, misplaced.Count);
        misplaced.ForEach(grain => grain.Move());
    }
}
