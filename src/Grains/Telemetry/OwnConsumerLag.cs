using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Hosting;

namespace KafkaGateway.Grains.Telemetry;

/// <summary>How far groups are behind in the partitions awake on this silo, for one that has committed offsets to itself.</summary>
internal sealed class OwnConsumerLag(HostedGrains hosted, SiloPorts silo) : IConsumerLag
{
    public async ValueTask<IReadOnlyList<PartitionLag>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var ends = hosted.Awake.OfType<PartitionGrain>().Select(grain => grain.Watermark).OfType<PartitionWatermark>()
            .ToDictionary(watermark => new TopicPartition(watermark.Partition.Topic, watermark.Partition.Partition), watermark => watermark.HighWatermark);
        var groups = new HashSet<string>();
        foreach (var topic in ends.Keys.Select(partition => partition.Topic).Distinct())
        {
            await foreach (var group in silo.Storage.Offsets.ListGroupsAsync(topic, cancellationToken))
                groups.Add(group);
        }

        var lags = new List<PartitionLag>();
        foreach (var group in groups)
        {
            foreach (var (partition, committed) in await silo.Storage.Offsets.LoadAsync(group, cancellationToken))
            {
                if (ends.TryGetValue(partition, out var end))
                    lags.Add(new PartitionLag(group, partition, Math.Max(0, end - Math.Max(0, committed.Offset))));
            }
        }

        return [.. lags.OrderByDescending(lag => lag.Records).Take(limit)];
    }
}
