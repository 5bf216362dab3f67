using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using Orleans.Concurrency;

namespace KafkaGateway.Grains;

/// <summary>Hosts the one index of topics. Every gateway waits here for its next version.</summary>
[Reentrant, RendezvousPlacement, GrainType("topic-catalog")]
internal sealed class TopicCatalogGrain : ActorGrain, ITopicCatalogGrain
{
    private readonly TopicCatalog _catalog;

    public TopicCatalogGrain(SiloPorts silo, HostedGrains hosted)
        : base(hosted) => _catalog = new TopicCatalog(
            silo.States, silo.Time, silo.Storage.Foreign is { } foreign ? new ForeignTopicWatch(foreign, Turns, silo.Logger) : null);

    public async ValueTask<TopicCatalogView> GetAsync(long knownVersion, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var snapshot = await WaitAsync(ending => _catalog.GetAsync(knownVersion, maxWait, ending), maxWait, cancellationToken);
        return CatalogMessages.ToView(snapshot, knownVersion);
    }

    public ValueTask PutAsync(string name, Guid topicId, int partitionCount, CancellationToken cancellationToken) =>
        _catalog.PutAsync(new TopicCatalogEntry(name, topicId, partitionCount), cancellationToken);

    public ValueTask RemoveAsync(string name, Guid topicId, CancellationToken cancellationToken) =>
        _catalog.RemoveAsync(name, topicId, cancellationToken);
}
