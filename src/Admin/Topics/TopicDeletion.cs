using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Topics;

/// <summary>Deletes topics.</summary>
internal static class TopicDeletion
{
    public static async Task RunAsync(Session session, TopicSelection selection)
    {
        var metadata = await selection.ReadAsync(session.Client, session.Stop);
        var deleted = await session.ForEachAsync(metadata.Topics, "deleting topics", topic => DeleteAsync(session, topic.Name));
        session.Results.Show(deleted, topics => Tables.Lines(topics.Select(topic => $"Deleted topic {topic.Topic}.")));
    }

    private static async Task<DeletedTopic> DeleteAsync(Session session, string topic)
    {
        var request = new DeleteTopicsRequest { TimeoutMs = session.Client.TimeoutMs, TopicNames = [topic] };
        await session.Client.CallControllerAsync<DeleteTopicsResponse>(
            request,
            answer => BrokerErrorException.ThrowIfFailed(answer.Responses[0].ErrorCode, $"topic {topic}", answer.Responses[0].ErrorMessage),
            session.Stop);
        return new DeletedTopic(topic);
    }

    private sealed record DeletedTopic(string Topic);
}
