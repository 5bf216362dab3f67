using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// Notices within two seconds that a neighbour's process is gone: its machine then refuses connections to its port, which it does not while the process
/// lives, however starved of time that is. Orleans' probes, which cannot tell the two apart, may therefore be patient.
/// </summary>
internal sealed class SiloWatch(IClusterMembershipService membership, ISiloStatusOracle silos, TimeProvider time, ILogger<SiloWatch> logger) : BackgroundService
{
    private const int RefusalsToDie = 3;
    private const int Neighbours = 2;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private readonly Dictionary<SiloAddress, int> _refusals = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Task.WhenAll(Watched().Select(silo => LookAsync(silo, stoppingToken)));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    // Each silo has the next ones in a ring to watch, so that each is watched by as many.
    private List<SiloAddress> Watched()
    {
        if (silos.CurrentStatus != SiloStatus.Active)
            return [];
        var ring = silos.GetActiveSilos().Order().ToList();
        var own = ring.IndexOf(silos.SiloAddress);
        var watched = ring.Skip(own + 1).Concat(ring.Take(Math.Max(0, own))).Take(Neighbours).ToList();
        foreach (var silo in _refusals.Keys.Except(watched).ToList())
            _refusals.Remove(silo);
        watched.ForEach(silo => _refusals.TryAdd(silo, 0));
        return watched;
    }

    private async Task LookAsync(SiloAddress silo, CancellationToken stoppingToken)
    {
        if (!await IsRefusedAsync(silo, stoppingToken))
        {
            _refusals[silo] = 0;
            return;
        }

        if (++_refusals[silo] < RefusalsToDie)
            return;
        try
        {
            if (await membership.TryKill(silo))
                GrainLog.SiloGone(logger, silo.ToString());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            GrainLog.SiloNotDeclaredDead(logger, silo.ToString(), failure.Message);
        }
    }

    private static async Task<bool> IsRefusedAsync(SiloAddress silo, CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(LookEvery);
        using var socket = new Socket(silo.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, deadline.Token);
            return false;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
