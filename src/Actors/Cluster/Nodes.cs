using KafkaGateway.Actors.Turns;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Cluster;

/// <summary>
/// The processes of the cluster. Ids are stored before they are given out. Who lives is kept in memory, under leases; it is stored too, without
/// being waited for, so that the next owner of this actor begins with the nodes that lived and not with none.
/// </summary>
/// <param name="store">Where they are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="newId">Makes the cluster's id.</param>
/// <param name="logger">Where it is told who comes and goes.</param>
/// <param name="isKnownDead">
/// Whether the host knows that the silo of that name is dead, which need not be waited for then; null where it never knows, and a goodbye counts as the end.
/// </param>
public sealed class Nodes(IStateStore store, TimeProvider time, Func<Guid> newId, ILogger logger, Func<string, bool>? isKnownDead = null) : INodes
{
    /// <summary>How long a node that says nothing still counts as live.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    /// <summary>How long a silo that is known to be dead must have said nothing: the host may not know yet that it is back.</summary>
    public static readonly TimeSpan SilenceOfTheDead = TimeSpan.FromSeconds(1);

    /// <summary>How long a silo that has said goodbye may take to end, where the host does not hear of its end.</summary>
    public static readonly TimeSpan LongestGoodbye = TimeSpan.FromMinutes(1);

    private readonly NodeStore _nodes = new(store);
    private readonly OneAtATime _writes = new();
    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public async ValueTask<NodesView> BeatAsync(NodeHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        // Before anything is waited for: a slow store must not let leases run out.
        Renew(heartbeat.Name);
        await LoadAsync();
        var refusal = NodeAdmission.Refuse(_nodes.Current, heartbeat);
        if (refusal is null && NodeAdmission.IsNews(_nodes.Current, heartbeat))
            refusal = await AdmitAsync(heartbeat);
        if (refusal is not null)
            return new NodesView { Refusal = refusal };
        Expire();
        return NodeAdmission.View(_nodes.Current!, heartbeat.Name);
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(string name, CancellationToken cancellationToken)
    {
        await LoadAsync();
        _lastSeen.Remove(name);
        if (_nodes.Current?.Nodes.Find(node => node.Name == name) is not { IsLive: true })
            return;
        ClusterLog.NodeLeaves(logger, name);
        Become(NodeAdmission.Without(_nodes.Current, [name], areLeaving: isKnownDead is not null, NowMs));
    }

    private void Renew(string name) => _lastSeen[name] = NowMs;

    private async ValueTask LoadAsync()
    {
        if (_nodes.IsLoaded)
            return;
        await _writes.RunAsync(async () =>
        {
            if (await _nodes.LoadAsync())
            {
                foreach (var node in _nodes.Current?.Nodes.Where(node => node.IsLive && !_lastSeen.ContainsKey(node.Name)) ?? [])
                    Renew(node.Name);
            }

            return true;
        });
    }

    private ValueTask<string?> AdmitAsync(NodeHeartbeat heartbeat) => _writes.RunAsync(async () =>
    {
        while (true)
        {
            if (NodeAdmission.Refuse(_nodes.Current, heartbeat) is { } refusal)
                return refusal;
            if (!NodeAdmission.IsNews(_nodes.Current, heartbeat))
                return null;
            try
            {
                await _nodes.WriteAsync(NodeAdmission.Admit(_nodes.Current, heartbeat, NowMs, newId));
                if (heartbeat.Host is { } host)
                    ClusterLog.NodeListens(logger, heartbeat.Name, host, heartbeat.Port);
                else
                    ClusterLog.NodeCame(logger, heartbeat.Name);
                return null;
            }
            catch (StateConflictException)
            {
                await ReloadAsync();
            }
        }
    });

    private void Expire()
    {
        var now = NowMs;
        var gone = _nodes.Current?.Nodes.FindAll(node => node.IsLive && IsGone(node, now)).ConvertAll(node => node.Name) ?? [];
        gone.ForEach(name => _lastSeen.Remove(name));
        gone.ForEach(name => ClusterLog.NodeWent(logger, name));
        var ended = _nodes.Current?.Nodes.FindAll(node => node.IsLeaving && HasEnded(node, now)).ConvertAll(node => node.Name) ?? [];
        if (gone.Count + ended.Count > 0)
            Become(NodeAdmission.Without(_nodes.Current!, [.. gone, .. ended], areLeaving: false, now));
    }

    private void Become(NodesState next)
    {
        _nodes.Replace(next);
        _ = _writes.RunAsync(SaveAsync).AsTask();
    }

    private bool IsGone(NodesState.NodeState node, long nowMs) =>
        !_lastSeen.TryGetValue(node.Name, out var seen)
        || nowMs - seen > Lease.TotalMilliseconds
        || (nowMs - seen > SilenceOfTheDead.TotalMilliseconds && node.IsSilo && isKnownDead?.Invoke(node.Name) is true);

    private bool HasEnded(NodesState.NodeState node, long nowMs) =>
        isKnownDead?.Invoke(node.Name) is not false || nowMs - node.LastSeenMs > LongestGoodbye.TotalMilliseconds;

    // What fails to be stored here costs the next owner of this actor a lease's time, and nothing else.
    private async ValueTask<bool> SaveAsync()
    {
        try
        {
            await _nodes.SaveAsync();
            return true;
        }
        catch (StateConflictException)
        {
            await ReloadAsync();
        }
        catch (StorageException failure)
        {
            ClusterLog.NodesNotSaved(logger, failure.Message);
        }

        return false;
    }

    private async ValueTask ReloadAsync()
    {
        _nodes.Forget();
        await _nodes.LoadAsync();
        foreach (var node in _nodes.Current?.Nodes.Where(node => node.IsLive && !_lastSeen.ContainsKey(node.Name)) ?? [])
            Renew(node.Name);
    }
}
