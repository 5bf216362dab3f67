using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Doors;

/// <summary>The way to the topic catalog. It keeps the last answer, so that a version that is known is not sent again.</summary>
internal sealed class TopicCatalogDoor(ITopicCatalogGrain catalog, CallPatience patience) : ITopicCatalog
{
    private TopicCatalogSnapshot _last = TopicCatalogSnapshot.Empty;

    public ValueTask<TopicCatalogSnapshot> GetAsync(long knownVersion, TimeSpan maxWait, CancellationToken cancellationToken) =>
        HostGone.RetryAsync(
            async () =>
            {
                var last = Volatile.Read(ref _last);
                var wait = knownVersion >= last.Version ? patience.Limit(maxWait) : TimeSpan.Zero;
                var view = await catalog.GetAsync(last.Version, wait, cancellationToken);
                return view.Topics is null ? last : Keep(CatalogMessages.ToSnapshot(view));
            },
            cancellationToken);

    public ValueTask PutAsync(TopicCatalogEntry entry, CancellationToken cancellationToken) =>
        HostGone.RetryAsync(() => catalog.PutAsync(entry.Name, entry.TopicId, entry.PartitionCount, cancellationToken), cancellationToken);

    public ValueTask RemoveAsync(string name, Guid topicId, CancellationToken cancellationToken) =>
        HostGone.RetryAsync(() => catalog.RemoveAsync(name, topicId, cancellationToken), cancellationToken);

    private TopicCatalogSnapshot Keep(TopicCatalogSnapshot snapshot)
    {
        Volatile.Write(ref _last, snapshot);
        return snapshot;
    }
}
