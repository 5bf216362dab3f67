using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Topics;

/// <summary>Deletions that a crash interrupted.</summary>
public static class UnfinishedDeletions
{
    /// <summary>Finishes them all; for a host to call when it starts, before clients come.</summary>
    public static async ValueTask ResumeAsync(IStateStore store, IActors actors, CancellationToken cancellationToken)
    {
        var marked = new List<TopicDescription>();
        await foreach (var state in store.ListAsync(TopicStore.Kind, cancellationToken))
        {
            if (StateCodec.Decode<TopicDescription>(state.Value) is { IsDeleting: true } topic)
            {
                marked.Add(topic);
            }
        }

        foreach (var topic in marked)
        {
            await actors.Topic(topic.Name).DeleteAsync(topic.TopicId, cancellationToken);
        }
    }
}
