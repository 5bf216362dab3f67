using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Doors;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// This process as a member of the cluster: tells the nodes grain twice a second that it lives and takes over what it is told. While the grain
/// cannot be reached what was known last stands.
/// </summary>
internal sealed class Membership(GrainActors actors, ClusterView view, SiloLosses losses, TimeProvider time, ILogger<Membership> logger) : IDisposable
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMilliseconds(500);

    // The silo that has the grain may be gone without an answer.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JoinWithin = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource _leaving = new();
    private NodeHeartbeat _heartbeat = new();
    private Task _beating = Task.CompletedTask;
    private bool _isUnreachable;

    /// <summary>Whether the last heartbeat was answered.</summary>
    public bool IsInTouch => !Volatile.Read(ref _isUnreachable);

    /// <summary>Becomes a member under that name, without a listener yet.</summary>
    /// <exception cref="ClusterRefusedException">The cluster does not take this process as it wants to be; says why.</exception>
    /// <exception cref="TimeoutException">The nodes grain was not reached in time.</exception>
    public async Task JoinAsync(NodeHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        _heartbeat = heartbeat;
        var until = time.GetUtcNow() + JoinWithin;
        while (!await TryBeatAsync(cancellationToken))
        {
            if (time.GetUtcNow() > until)
                throw new TimeoutException($"no silo answered within {JoinWithin.TotalSeconds:F0} s");
            await Task.Delay(BeatEvery, time, cancellationToken);
        }

        _beating = BeatAsync();
    }

    /// <summary>Tells the others where this process listens; they know when this completes.</summary>
    public async Task AnnounceAsync(IReadOnlyList<AdvertisedListener> listeners, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(listeners.Count);
        _heartbeat = new NodeHeartbeat
        {
            Name = _heartbeat.Name,
            StartedMs = _heartbeat.StartedMs,
            IsSilo = _heartbeat.IsSilo,
            Rack = _heartbeat.Rack,
            WantedNodeId = _heartbeat.WantedNodeId,
            WantedClusterId = _heartbeat.WantedClusterId,
            Host = listeners[0].Host,
            Port = listeners[0].Port,
            Listeners = [.. listeners.Select(listener => listener.ToString())],
        };
        while (!await TryBeatAsync(cancellationToken))
            await Task.Delay(BeatEvery, time, cancellationToken);
    }

    /// <summary>Stops being a member at once.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await _leaving.CancelAsync();
        await _beating;
        try
        {
            await actors.Nodes.LeaveAsync(_heartbeat.Name, cancellationToken);
        }
        catch (Exception failure) when (HostGone.Is(failure) || failure is OperationCanceledException)
        {
            // Then the lease runs out.
        }
    }

    public void Dispose() => _leaving.Dispose();

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(BeatEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
                await TryBeatAsync(_leaving.Token);
        }
        catch (OperationCanceledException)
        {
            // It leaves.
        }
        catch (ClusterRefusedException refused)
        {
            GrainLog.Refused(logger, refused.Message);
        }
    }

    private void TellLosses(NodesView before, NodesView now)
    {
        if (SiloLosses.Between(before, now) is not { Count: > 0 } lost)
            return;
        GrainLog.SilosLost(logger, string.Join(", ", lost));
        losses.Tell();
    }

    private async Task<bool> TryBeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            var beat = actors.Nodes.BeatAsync(_heartbeat, cancellationToken).AsTask();
            beat.Ignore();
            var answer = await beat.WaitAsync(AnswerWithin, time, cancellationToken);
            if (answer.Refusal is { } refusal)
                throw new ClusterRefusedException(refusal);
            TellLosses(view.Nodes, answer);
            view.Become(answer);
            Volatile.Write(ref _isUnreachable, false);
            return true;
        }
        catch (Exception failure) when (failure is not (ClusterRefusedException or OperationCanceledException))
        {
            if (!_isUnreachable)
                GrainLog.NodesUnreachable(logger, view.Nodes.Nodes.Count, failure.Message);
            Volatile.Write(ref _isUnreachable, true);
            return false;
        }
    }
}

/// <summary>The cluster does not take this process as it wants to be.</summary>
internal sealed class ClusterRefusedException(string message) : Exception(message);
