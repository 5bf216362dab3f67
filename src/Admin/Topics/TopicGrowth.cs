using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Topics;

/// <summary>Gives topics more partitions.</summary>
internal static class TopicGrowth
{
    public static async Task RunAsync(Session session, TopicSelection selection, int partitions)
    {
        var metadata = await selection.ReadAsync(session.Client, session.Stop);
        var grown = await session.ForEachAsync(metadata.Topics, "altering topics", topic => GrowAsync(session, topic, partitions));
        session.Results.Show(
            grown, topics => Tables.Lines(topics.Select(topic => $"Topic {topic.Topic} has {topic.Partitions} partitions, it had {topic.Before}.")));
    }

    private static async Task<GrownTopic> GrowAsync(Session session, TopicMetadata topic, int partitions)
    {
        await session.Client.CallControllerAsync<CreatePartitionsResponse>(
            new CreatePartitionsRequest
            {
                TimeoutMs = session.Client.TimeoutMs,
                Topics = [new() { Name = topic.Name, Count = partitions, Assignments = null }],
            },
            answer => BrokerErrorException.ThrowIfFailed(answer.Results[0].ErrorCode, $"topic {topic.Name}", answer.Results[0].ErrorMessage),
            session.Stop);
        return new GrownTopic(topic.Name, topic.Partitions.Count, partitions);
    }

    private sealed record GrownTopic(string Topic, int Before, int Partitions);
}
