using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Configs;
using KafkaGateway.Admin.Output;
using Spectre.Console.Rendering;

namespace KafkaGateway.Admin.Topics;

/// <summary>Describes topics: a table of them, and one of their partitions.</summary>
internal static class TopicDescribing
{
    public static async Task RunAsync(Session session, TopicSelection selection, PartitionFilter filter, bool onlyWithOverrides)
    {
        var metadata = await selection.ReadAsync(session.Client, session.Stop);
        var nodes = metadata.Nodes.Select(node => node.Id).ToHashSet();
        var configs = await ConfigCalls.DescribeAsync(
            session.Client, ConfigEntity.Topic, [.. metadata.Topics.Select(topic => topic.Name)], session.Stop);
        var descriptions = metadata.Topics
            .Select(topic => TopicDescription.From(topic, configs.GetValueOrDefault(topic.Name, []), filter, nodes))
            .Where(topic => filter == PartitionFilter.None || topic.Partitions.Count > 0)
            .Where(topic => !onlyWithOverrides || topic.Configs.Count > 0)
            .Select(topic => onlyWithOverrides ? topic with { Partitions = [] } : topic)
            .ToList();
        session.Results.Show(descriptions, ForPeople);
    }

    private static IEnumerable<IRenderable> ForPeople(IReadOnlyList<TopicDescription> topics)
    {
        var partitions = topics.SelectMany(topic => topic.Partitions).ToList();
        return
        [
            .. Tables.Of(
                topics,
                new("TOPIC", topic => topic.Topic),
                new("TOPIC-ID", topic => topic.TopicId),
                new("PARTITIONS", topic => topic.PartitionCount),
                new("REPLICATION-FACTOR", topic => topic.ReplicationFactor),
                new("CONFIGS", topic => string.Join(',', topic.Configs.Select(config => $"{config.Key}={config.Value}")))),
            .. partitions.Count > 0 ? [Tables.Line("")] : Array.Empty<IRenderable>(),
            .. Tables.Of(
                partitions,
                new("TOPIC", partition => partition.Topic),
                new("PARTITION", partition => partition.Partition),
                new("LEADER", partition => partition.Leader < 0 ? "none" : partition.Leader),
                new("REPLICAS", partition => partition.Replicas),
                new("ISR", partition => partition.Isr)),
        ];
    }
}
