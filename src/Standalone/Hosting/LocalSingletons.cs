using KafkaGateway.Actors.Configuration;
using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>The door to the topic catalog of this process.</summary>
internal sealed class LocalTopicCatalog(LocalActor<TopicCatalog> actor) : ITopicCatalog
{
    public ValueTask<TopicCatalogSnapshot> GetAsync(long knownVersion, TimeSpan maxWait, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.GetAsync(knownVersion, maxWait, cancellationToken));

    public ValueTask PutAsync(TopicCatalogEntry entry, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.PutAsync(entry, cancellationToken));

    public ValueTask RemoveAsync(string name, Guid topicId, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.RemoveAsync(name, topicId, cancellationToken));
}

/// <summary>The door to the producer ids of this process.</summary>
internal sealed class LocalProducerIds(LocalActor<ProducerIds> actor) : IProducerIds
{
    public ValueTask<long> AllocateAsync(int count, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.AllocateAsync(count, cancellationToken));
}

/// <summary>The door to the settings of everything but topics.</summary>
internal sealed class LocalResourceConfigs(LocalActor<ResourceConfigs> actor) : IResourceConfigs
{
    public ValueTask<IReadOnlyDictionary<string, string>> GetAsync(
        ConfigResourceType type, string name, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.GetAsync(type, name, cancellationToken));

    public ValueTask<IReadOnlyList<string>> ListAsync(ConfigResourceType type, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.ListAsync(type, cancellationToken));

    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.AlterAsync(resource, validateOnly, cancellationToken));

    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        actor.CallAsync(self => self.IncrementalAlterAsync(resource, validateOnly, cancellationToken));
}
