using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Configs;
using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Topics;

/// <summary>A topic as it is shown.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="TopicId">Its id as Kafka writes it, null where the broker has none.</param>
/// <param name="IsInternal">Whether it is the broker's own.</param>
/// <param name="PartitionCount">How many partitions it has, whichever are shown.</param>
/// <param name="ReplicationFactor">The replicas of its first partition.</param>
/// <param name="Configs">The settings that are the topic's own.</param>
/// <param name="Partitions">The partitions shown.</param>
internal sealed record TopicDescription(
    string Topic,
    string? TopicId,
    bool IsInternal,
    int PartitionCount,
    int ReplicationFactor,
    IReadOnlyDictionary<string, string?> Configs,
    IReadOnlyList<PartitionDescription> Partitions)
{
    private const string MinIsr = "min.insync.replicas";

    public static TopicDescription From(TopicMetadata topic, IReadOnlyList<ConfigEntry> configs, PartitionFilter filter, IReadOnlySet<int> nodes) => new(
        topic.Name,
        topic.Id == Guid.Empty ? null : KafkaUuid.ToText(topic.Id),
        topic.IsInternal,
        topic.Partitions.Count,
        topic.Partitions.Count == 0 ? 0 : topic.Partitions[0].Replicas.Count,
        configs.Where(config => config.IsOverride).ToDictionary(config => config.Name, config => config.Value),
        [
            .. topic.Partitions
                .Where(partition => Passes(partition, filter, nodes, configs))
                .Select(partition => new PartitionDescription(topic.Name, partition.Index, partition.Leader, partition.Replicas, partition.Isr)),
        ]);

    private static bool Passes(
        PartitionMetadata partition, PartitionFilter filter, IReadOnlySet<int> nodes, IReadOnlyList<ConfigEntry> configs) => filter switch
    {
        PartitionFilter.UnderReplicated => partition.Isr.Count < partition.Replicas.Count,
        PartitionFilter.Unavailable => !nodes.Contains(partition.Leader),
        PartitionFilter.UnderMinIsr => partition.Isr.Count < LeastInSync(configs),
        PartitionFilter.AtMinIsr => partition.Isr.Count == LeastInSync(configs),
        _ => true,
    };

    private static int LeastInSync(IReadOnlyList<ConfigEntry> configs) =>
        configs.FirstOrDefault(config => config.Name == MinIsr)?.Value is { } text
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : throw new AdminException($"the broker does not tell {MinIsr}");
}

/// <summary>A partition as it is shown: nodes by their ids, -1 for no leader.</summary>
internal sealed record PartitionDescription(
    [property: System.Text.Json.Serialization.JsonIgnore] string Topic, int Partition, int Leader, IReadOnlyList<int> Replicas, IReadOnlyList<int> Isr);
