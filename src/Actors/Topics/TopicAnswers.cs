using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Topics;

/// <summary>The answers of a topic in Kafka's own messages.</summary>
internal static class TopicAnswers
{
    public static KafkaError UnknownId { get; } = new(ErrorCode.UnknownTopicId, "This server does not host this topic ID.");

    public static KafkaError Unknown(string name) => new(ErrorCode.UnknownTopicOrPartition, $"The topic '{name}' does not exist.");

    public static KafkaError OfOthers(string name) => new(
        ErrorCode.PolicyViolation, $"The topic '{name}' was not made by this cluster: its partitions, settings and end are for those to change who made it.");

    public static CreateTopicsResponse.CreatableTopicResult Created(TopicDescription topic, BrokerSettings settings) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        ErrorMessage = null,
        NumPartitions = topic.PartitionCount,
        ReplicationFactor = 1,
        Configs = [.. new TopicSettings(settings, topic).List().Select(entry => new CreateTopicsResponse.CreatableTopicConfigs
        {
            Name = entry.Definition.Name,
            Value = entry.Value,
            ReadOnly = entry.IsReadOnly,
            ConfigSource = (sbyte)entry.Source,
            IsSensitive = entry.Definition.IsSensitive,
        })],
    };

    public static CreateTopicsResponse.CreatableTopicResult NotCreated(string name, KafkaError error) =>
        new() { Name = name, ErrorCode = error.Code, ErrorMessage = error.Message };

    public static CreatePartitionsResponse.CreatePartitionsTopicResult Partitions(string name, KafkaError? error) =>
        new() { Name = name, ErrorCode = error?.Code ?? ErrorCode.None, ErrorMessage = error?.Message };

    public static AlterConfigsResponse.AlterConfigsResourceResponse Altered(string name, KafkaError? error) => new()
    {
        ResourceType = (sbyte)ConfigResourceType.Topic,
        ResourceName = name,
        ErrorCode = error?.Code ?? ErrorCode.None,
        ErrorMessage = error?.Message,
    };

    public static IncrementalAlterConfigsResponse.AlterConfigsResourceResponse IncrementallyAltered(string name, KafkaError? error) => new()
    {
        ResourceType = (sbyte)ConfigResourceType.Topic,
        ResourceName = name,
        ErrorCode = error?.Code ?? ErrorCode.None,
        ErrorMessage = error?.Message,
    };

    public static DeleteTopicsResponse.DeletableTopicResult Deleted(string name, Guid? topicId, KafkaError? error) => new()
    {
        Name = name,
        TopicId = topicId ?? Guid.Empty,
        ErrorCode = error?.Code ?? ErrorCode.None,
        ErrorMessage = error?.Message,
    };
}
