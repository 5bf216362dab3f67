using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Cluster;

/// <summary>Who may be a node, under which id, and what the others are told of it. Values in, values out.</summary>
internal static class NodeAdmission
{
    private const int FirstId = 1;

    // Pods of a deployment have a new name each time they start, so names that are long gone must not hold on to their ids.
    private static readonly TimeSpan RememberFor = TimeSpan.FromDays(7);

    /// <summary>Why a process cannot be a node as it wants to be; null where it can.</summary>
    public static string? Refuse(NodesState? state, NodeHeartbeat heartbeat)
    {
        if (heartbeat.Name.Length == 0)
            return "a node needs a name (node.name)";
        if (state is null)
            return null;
        if (state.Nodes.Find(node => node.Name == heartbeat.Name) is { IsLive: true } known && known.StartedMs > heartbeat.StartedMs)
            return $"another process that was started later is node {heartbeat.Name}";
        if (heartbeat.WantedClusterId is { } clusterId && clusterId != state.ClusterId)
            return $"this is cluster {state.ClusterId}, but cluster.id is {clusterId}";
        var holder = state.Nodes.Find(node => node.NodeId == heartbeat.WantedNodeId);
        return holder is not null && holder.Name != heartbeat.Name && holder.IsLive
            ? $"node.id {heartbeat.WantedNodeId} belongs to node {holder.Name}, which is live"
            : null;
    }

    /// <summary>Whether the heartbeat says anything that is not known yet.</summary>
    public static bool IsNews(NodesState? state, NodeHeartbeat heartbeat) =>
        state?.Nodes.Find(node => node.Name == heartbeat.Name) is not { IsLive: true } known
        || (heartbeat.WantedNodeId >= 0 && known.NodeId != heartbeat.WantedNodeId)
        || (known.StartedMs, known.IsSilo, known.Host, known.Port, known.Rack)
            != (heartbeat.StartedMs, heartbeat.IsSilo, heartbeat.Host, heartbeat.Port, heartbeat.Rack)
        || !known.Listeners.SequenceEqual(heartbeat.Listeners);

    /// <summary>The nodes with that one among them: under the id it had, the one it wants, or the lowest that is free.</summary>
    public static NodesState Admit(NodesState? state, NodeHeartbeat heartbeat, long nowMs, Func<Guid> newId)
    {
        var forgotten = nowMs - (long)RememberFor.TotalMilliseconds;
        var others = state?.Nodes
            .Where(node => node.Name != heartbeat.Name && node.NodeId != heartbeat.WantedNodeId && (node.IsLive || node.LastSeenMs > forgotten))
            .ToList() ?? [];
        var known = state?.Nodes.Find(node => node.Name == heartbeat.Name);
        var id = heartbeat.WantedNodeId >= 0 ? heartbeat.WantedNodeId : known?.NodeId ?? LowestFree(others);
        return new NodesState
        {
            ClusterId = state?.ClusterId ?? heartbeat.WantedClusterId ?? KafkaUuid.ToText(newId()),
            Nodes =
            [
                .. others,
                new()
                {
                    Name = heartbeat.Name,
                    NodeId = id,
                    StartedMs = heartbeat.StartedMs,
                    IsLive = true,
                    LastSeenMs = nowMs,
                    IsSilo = heartbeat.IsSilo,
                    Host = heartbeat.Host,
                    Port = heartbeat.Port,
                    Rack = heartbeat.Rack,
                    Listeners = heartbeat.Listeners,
                },
            ],
        };
    }

    /// <summary>The nodes, some of them no longer live.</summary>
    /// <param name="state">The nodes so far.</param>
    /// <param name="gone">The names of those who are not live from now on.</param>
    /// <param name="areLeaving">Whether their processes are still ending.</param>
    /// <param name="nowMs">The time.</param>
    public static NodesState Without(NodesState state, List<string> gone, bool areLeaving, long nowMs) => new()
    {
        ClusterId = state.ClusterId,
        Nodes = state.Nodes.ConvertAll(node => !gone.Contains(node.Name) ? node : new()
        {
            Name = node.Name,
            NodeId = node.NodeId,
            StartedMs = node.StartedMs,
            IsLive = false,
            IsLeaving = areLeaving && node.IsSilo,
            LastSeenMs = nowMs,
            IsSilo = node.IsSilo,
            Host = node.Host,
            Port = node.Port,
            Rack = node.Rack,
            Listeners = node.Listeners,
        }),
    };

    /// <summary>What one of them is told.</summary>
    public static NodesView View(NodesState state, string name) => new()
    {
        ClusterId = state.ClusterId,
        NodeId = state.Nodes.Find(node => node.Name == name)?.NodeId ?? -1,
        Nodes = [.. state.Nodes.Where(node => node.IsLive).OrderBy(node => node.NodeId).Select(node => new NodesView.ViewedNode
        {
            NodeId = node.NodeId,
            Name = node.Name,
            StartedMs = node.StartedMs,
            IsSilo = node.IsSilo,
            Host = node.Host,
            Port = node.Port,
            Rack = node.Rack,
            Listeners = node.Listeners,
        })],
        Leaving = [.. state.Nodes.Where(node => node.IsLeaving).Select(node => new NodesView.LeavingNode
        {
            Name = node.Name,
            StartedMs = node.StartedMs,
        })],
    };

    private static int LowestFree(List<NodesState.NodeState> others)
    {
        var id = FirstId;
        while (others.Exists(node => node.NodeId == id))
            id++;
        return id;
    }
}
