using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Topics;

/// <summary>The topic to be made; null for what the broker chooses.</summary>
internal sealed record NewTopic(string Name, int? Partitions, short? ReplicationFactor, IReadOnlyList<string> Configs);

/// <summary>Creates a topic.</summary>
internal static class TopicCreation
{
    private const int BrokersChoice = -1;

    public static async Task RunAsync(Session session, NewTopic topic, bool mayExist)
    {
        var created = await CreateAsync(session, topic, mayExist);
        session.Results.Show(
            created,
            outcome => [Tables.Line(outcome.Created ? $"Created topic {outcome.Topic}." : $"Topic {outcome.Topic} exists already.")]);
    }

    private static async Task<CreatedTopic> CreateAsync(Session session, NewTopic topic, bool mayExist)
    {
        try
        {
            var response = await session.Client.CallControllerAsync<CreateTopicsResponse>(
                Request(topic, session.Client.TimeoutMs),
                answer => BrokerErrorException.ThrowIfFailed(answer.Topics[0].ErrorCode, $"topic {topic.Name}", answer.Topics[0].ErrorMessage),
                session.Stop);
            var made = response.Topics[0];
            return new CreatedTopic(
                topic.Name,
                true,
                made.TopicId == Guid.Empty ? null : KafkaUuid.ToText(made.TopicId),
                made.NumPartitions > 0 ? made.NumPartitions : topic.Partitions,
                made.ReplicationFactor > 0 ? made.ReplicationFactor : topic.ReplicationFactor);
        }
        catch (BrokerErrorException exists) when (mayExist && exists.Code == ErrorCode.TopicAlreadyExists)
        {
            return new CreatedTopic(topic.Name, false, null, null, null);
        }
    }

    private static CreateTopicsRequest Request(NewTopic topic, int timeoutMs) => new()
    {
        TimeoutMs = timeoutMs,
        Topics =
        [
            new()
            {
                Name = topic.Name,
                NumPartitions = topic.Partitions ?? BrokersChoice,
                ReplicationFactor = topic.ReplicationFactor ?? BrokersChoice,
                Configs = [.. topic.Configs.Select(Config)],
            },
        ],
    };

    private static CreateTopicsRequest.CreatableTopicConfig Config(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new() { Name = text[..equals].Trim(), Value = text[(equals + 1)..].Trim() }
            : throw new AdminException($"--config '{text}' is not NAME=VALUE, such as retention.ms=3600000");
    }

    private sealed record CreatedTopic(string Topic, bool Created, string? TopicId, int? Partitions, int? ReplicationFactor);
}
