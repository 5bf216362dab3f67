using System.Collections.Concurrent;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Doors;

/// <summary>
/// Keeps the order of appends on their way to a partition, which Orleans does not: a call that has to look for its grain is overtaken by the next, which
/// finds it known. One call to a partition is under way at a time; what comes meanwhile goes together in the next.
/// </summary>
internal sealed class AppendQueues(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<PartitionKey, AppendQueue> _busy = new();

    private IGrainFactory Grains => grains;

    /// <summary>Puts an append behind those that came before it.</summary>
    public Task<AppendResponse> AppendAsync(PartitionKey key, AppendRequest request)
    {
        while (true)
        {
            var queue = _busy.GetOrAdd(
                key,
                static (key, self) => new AppendQueue(
                    self.Grains.GetGrain<IPartitionGrain>(PartitionGrainKey.Of(key)), idle => self._busy.TryRemove(new(key, idle))),
                this);
            if (queue.TryAppend(request) is { } answer)
                return answer;
        }
    }
}
