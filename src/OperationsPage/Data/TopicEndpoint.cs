using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.OperationsPage.Serving;
using KafkaGateway.Protocol;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>One topic and a page of its partitions.</summary>
/// <param name="AtMs">When, in ms since 1970: rates are made of two answers.</param>
/// <param name="Name">Its name.</param>
/// <param name="TopicId">Its id as Kafka writes it.</param>
/// <param name="IsForeign">Whether others have made it in the storage.</param>
/// <param name="Total">How many partitions it has.</param>
/// <param name="From">The index of the first one listed.</param>
/// <param name="Configs">What is set for it; null where that cannot be read now.</param>
/// <param name="Partitions">The page.</param>
internal sealed record TopicData(
    long AtMs, string Name, string TopicId, bool IsForeign, int Total, int From, IReadOnlyList<ConfigData>? Configs, IReadOnlyList<PartitionData> Partitions);

/// <summary>A setting of a topic.</summary>
internal sealed record ConfigData(string Name, string Value);

/// <summary>A partition; where it could not be asked there is only the error, by Kafka's name of it.</summary>
internal sealed record PartitionData(
    int Partition, string? Silo, string? Error, int? LeaderEpoch, long? StartOffset, long? EndOffset, long? SizeBytes, int? Producers);

/// <summary>One topic: the partitions of the page are asked, all at once.</summary>
internal sealed class TopicEndpoint(IActors actors, IClusterMap map, TimeProvider time) : IDataEndpoint<TopicData>
{
    public async Task<TopicData> GetAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var (name, from, limit) = (query.Name("name"), query.From, query.Limit);
        var catalog = await actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
        var topic = catalog.Find(name) ?? throw RefusedException.NotFound($"There is no topic '{name}'.");
        var readingConfigs = ConfigsAsync(name, cancellationToken);
        var keys = Enumerable.Range(0, topic.PartitionCount).Skip(from).Take(limit).Select(topic.Partition).ToList();
        var described = await PartitionFacts.AskAsync(actors, keys, cancellationToken);
        return new TopicData(
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            name,
            KafkaUuid.ToText(topic.TopicId),
            ForeignTopicIds.Is(topic.TopicId),
            topic.PartitionCount,
            from,
            await readingConfigs,
            [.. keys.Select(key => Of(key, described[key]))]);
    }

    private async Task<IReadOnlyList<ConfigData>?> ConfigsAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await actors.Topic(name).DescribeAsync(cancellationToken))?.Configs.ConvertAll(config => new ConfigData(config.Name, config.Value)) ?? [];
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private PartitionData Of(PartitionKey key, PartitionFacts facts) => facts.Description is { } partition
        ? new(key.Partition, map.HostOf(key)?.Name, null, partition.LeaderEpoch, partition.LogStartOffset, partition.HighWatermark,
            partition.SizeBytes < 0 ? null : partition.SizeBytes, partition.Producers.Count)
        : new(key.Partition, map.HostOf(key)?.Name, facts.Error, null, null, null, null, null);
}
