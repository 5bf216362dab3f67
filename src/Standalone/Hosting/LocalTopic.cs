using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>
/// The door to a topic of this process. Anybody may ask about any name, so a topic that turns out not to exist is retired at once.
/// </summary>
internal sealed class LocalTopic(string name, LocalActors actors) : ITopic
{
    public ValueTask<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        CreateTopicsRequest.CreatableTopic topic, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(self => self.CreateAsync(topic, validateOnly, cancellationToken));

    public ValueTask<TopicDescription?> DescribeAsync(CancellationToken cancellationToken) =>
        CallAsync(self => self.DescribeAsync(cancellationToken));

    public ValueTask<CreatePartitionsResponse.CreatePartitionsTopicResult> AddPartitionsAsync(
        CreatePartitionsRequest.CreatePartitionsTopic topic, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(self => self.AddPartitionsAsync(topic, validateOnly, cancellationToken));

    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterConfigsAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(self => self.AlterConfigsAsync(resource, validateOnly, cancellationToken));

    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterConfigsAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(self => self.IncrementalAlterConfigsAsync(resource, validateOnly, cancellationToken));

    public ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(Guid? topicId, CancellationToken cancellationToken) =>
        CallAsync(self => self.DeleteAsync(topicId, cancellationToken));

    private async ValueTask<T> CallAsync<T>(Func<Topic, ValueTask<T>> call)
    {
        while (true)
        {
            var actor = actors.AwakeTopic(name);
            try
            {
                var holdsNothing = false;
                var result = await actor.CallAsync(async topic =>
                {
                    var answer = await call(topic);
                    holdsNothing = topic.HoldsNothing;
                    return answer;
                });
                if (holdsNothing && await actor.RetireAsync(topic => topic is null or { HoldsNothing: true }))
                {
                    actors.ForgetTopic(name, actor);
                }

                return result;
            }
            catch (ActorRetiredException)
            {
                actors.ForgetTopic(name, actor);
            }
        }
    }
}
