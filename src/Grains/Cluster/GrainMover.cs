using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Placement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// Lets actors go that another silo should host since silos came or went: gateways name that silo as their leader. Activations that exist would
/// otherwise stay where they are.
/// </summary>
internal sealed class GrainMover(
    HostedGrains hosted, RendezvousPlacementDirector director, IClusterMembershipService membership, ISiloStatusOracle silos, TimeProvider time,
    ILogger<GrainMover> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowAsync(stoppingToken), LookAgainAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in membership.MembershipUpdates.WithCancellation(stoppingToken))
                Move();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    // A call that comes while silos do not yet agree on who is there may have woken an actor where it was before.
    private async Task LookAgainAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookAgainEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Move();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
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
        misplaced.ForEach(grain => grain.Leave("Another silo is to host it."));
    }
}
