using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>The door to a topic of this process.</summary>
internal sealed class LocalTopic(LocalActor<Topic> actor) : ITopic
{
    public ValueTask<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        CreateTopicsRequest.CreatableTopic topic, bool validateOnly, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.CreateAsync(topic, validateOnly, cancellationToken));

    public ValueTask<TopicDescription?> DescribeAsync(CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.DescribeAsync(cancellationToken));

    public ValueTask<CreatePartitionsResponse.CreatePartitionsTopicResult> AddPartitionsAsync(
        CreatePartitionsRequest.CreatePartitionsTopic topic, bool validateOnly, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.AddPartitionsAsync(topic, validateOnly, cancellationToken));

    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterConfigsAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.AlterConfigsAsync(resource, validateOnly, cancellationToken));

    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterConfigsAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.IncrementalAlterConfigsAsync(resource, validateOnly, cancellationToken));

    public ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(Guid? topicId, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.DeleteAsync(topicId, cancellationToken));
}
