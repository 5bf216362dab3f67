using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Topics;

/// <summary>Prints names, one a line.</summary>
internal static class TopicListing
{
    public static async Task RunAsync(Session session, TopicSelection selection)
    {
        var metadata = await (selection with { MayBeMissing = true }).ReadAsync(session.Client, session.Stop);
        session.Results.Show(
            metadata.Topics.Select(topic => new ListedTopic(topic.Name, topic.IsInternal)).ToList(),
            topics => Tables.Lines(topics.Select(topic => topic.Topic)));
    }

    private sealed record ListedTopic(string Topic, bool IsInternal);
}
