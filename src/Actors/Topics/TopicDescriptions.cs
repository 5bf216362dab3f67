using System.Collections.Immutable;
using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Actors.Topics;

/// <summary>A stored topic is replaced, never changed; these make the replacements.</summary>
internal static class TopicDescriptions
{
    public static TopicDescription Create(
        string name, Guid topicId, int partitionCount, ImmutableSortedDictionary<string, string> overrides, bool isDeleting = false) => new()
    {
        Name = name,
        TopicId = topicId,
        PartitionCount = partitionCount,
        IsDeleting = isDeleting,
        Configs = [.. overrides.Select(config => new TopicDescription.TopicConfig { Name = config.Key, Value = config.Value })],
    };

    public static TopicDescription With(this TopicDescription topic, int partitionCount) =>
        Create(topic.Name, topic.TopicId, partitionCount, topic.Overrides());

    public static TopicDescription With(this TopicDescription topic, ImmutableSortedDictionary<string, string> overrides) =>
        Create(topic.Name, topic.TopicId, topic.PartitionCount, overrides);

    public static TopicDescription AsDeleting(this TopicDescription topic) =>
        Create(topic.Name, topic.TopicId, topic.PartitionCount, topic.Overrides(), isDeleting: true);

    /// <summary>What the topic sets itself, by name.</summary>
    public static ImmutableSortedDictionary<string, string> Overrides(this TopicDescription topic) =>
        topic.Configs.ToImmutableSortedDictionary(config => config.Name, config => config.Value, StringComparer.Ordinal);
}
