using System.Collections.Concurrent;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Doors;

/// <summary>
/// Keeps this process's appends to a partition in the order in which they were made: one call is under way, and what comes meanwhile goes together
/// in the next.
/// </summary>
internal sealed class AppendLanes
{
    private readonly ConcurrentDictionary<PartitionKey, AppendLane> _busy = new();

    /// <summary>Has its place behind earlier appends to that partition when this returns. Throws what the call throws.</summary>
    public Task<AppendResponse> AppendAsync(PartitionKey key, IPartitionGrain partition, AppendRequest request)
    {
        while (true)
        {
            var lane = _busy.GetOrAdd(key, static (key, busy) => new AppendLane(idle => busy.TryRemove(new(key, idle))), _busy);
            if (lane.TryAppend(partition, request) is { } append)
                return append;
        }
    }
}
