using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Contracts.Actors;

/// <summary>
/// Who belongs to the cluster: every process says again and again that it lives, and is told who else does. One that falls silent is out after
/// its lease. Ids belong to names and outlive the processes.
/// </summary>
public interface INodes
{
    /// <summary>
    /// Says that a process lives, what it hosts and where it listens, and answers with all that live. A refusal says in words why the process
    /// cannot be part of this cluster as it wants to be.
    /// </summary>
    ValueTask<NodesView> BeatAsync(NodeHeartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>Takes a process out at once, because it is about to stop.</summary>
    ValueTask LeaveAsync(string name, CancellationToken cancellationToken);
}
