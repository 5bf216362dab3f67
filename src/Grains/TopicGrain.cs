using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using KafkaGateway.Protocol.Messages;
using Orleans.Concurrency;

namespace KafkaGateway.Grains;

/// <summary>Hosts one topic. Anybody may ask about any name, so a topic that turns out not to exist goes at once.</summary>
[Reentrant, RendezvousPlacement, GrainType("topic")]
internal sealed class TopicGrain : Grain, ITopicGrain
{
    private readonly Topic _topic;

    public TopicGrain(SiloPorts silo) =>
        _topic = new Topic(NameGrainKey.Parse(this.GetPrimaryKeyString()), silo.States, silo.Actors, silo.Cluster, silo.Settings, Guid.NewGuid, silo.Storage.Foreign);

    public ValueTask<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        CreateTopicsRequest.CreatableTopic topic, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(_topic.CreateAsync(topic, validateOnly, cancellationToken));

    public ValueTask<TopicDescription?> DescribeAsync(CancellationToken cancellationToken) => CallAsync(_topic.DescribeAsync(cancellationToken));

    public ValueTask<CreatePartitionsResponse.CreatePartitionsTopicResult> AddPartitionsAsync(
        CreatePartitionsRequest.CreatePartitionsTopic topic, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(_topic.AddPartitionsAsync(topic, validateOnly, cancellationToken));

    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterConfigsAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(_topic.AlterConfigsAsync(resource, validateOnly, cancellationToken));

    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterConfigsAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        CallAsync(_topic.IncrementalAlterConfigsAsync(resource, validateOnly, cancellationToken));

    public ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(Guid? topicId, CancellationToken cancellationToken) =>
        CallAsync(_topic.DeleteAsync(topicId, cancellationToken));

    private async ValueTask<T> CallAsync<T>(ValueTask<T> call)
    {
        var answer = await call;
        if (_topic.HoldsNothing)
            DeactivateOnIdle();
        return answer;
    }
}
