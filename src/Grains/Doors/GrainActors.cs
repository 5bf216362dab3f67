using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Doors;

/// <summary>The actors of the cluster, found through Orleans from a silo or from a gateway. A gateway can name them only once it is connected.</summary>
/// <param name="grains">Orleans.</param>
/// <param name="patience">How long calls may wait.</param>
/// <param name="followSettings">Lays what is set for brokers by now over this process's settings.</param>
internal sealed class GrainActors(IGrainFactory grains, CallPatience patience, Func<CancellationToken, ValueTask> followSettings) : IActors
{
    private readonly AppendLanes _appends = new();
    private readonly Lazy<TopicCatalogDoor> _catalog = new(() => new(grains.GetGrain<ITopicCatalogGrain>(0), patience));
    private readonly Lazy<ProducerIdsDoor> _producerIds = new(() => new(grains.GetGrain<IProducerIdsGrain>(0)));
    private readonly Lazy<ResourceConfigsDoor> _configs = new(() => new(grains.GetGrain<IResourceConfigsGrain>(0), followSettings));
    private readonly Lazy<GroupDirectoryDoor> _groups = new(() => new(grains.GetGrain<IGroupDirectoryGrain>(0)));

    public ITopicCatalog Catalog => _catalog.Value;

    public IProducerIds ProducerIds => _producerIds.Value;

    public IResourceConfigs Configs => _configs.Value;

    public IGroupDirectory Groups => _groups.Value;

    /// <summary>The nodes, without a door: whoever asks them again and again minds their absence himself.</summary>
    public INodes Nodes => grains.GetGrain<INodesGrain>(0);

    public ITopic Topic(string name) => new TopicDoor(name, grains.GetGrain<ITopicGrain>(NameGrainKey.Of(name)));

    public IPartition Partition(PartitionKey key) => new PartitionDoor(key, grains.GetGrain<IPartitionGrain>(PartitionGrainKey.Of(key)), _appends, patience);

    public IConsumerGroup Group(string groupId) => new ConsumerGroupDoor(groupId, grains.GetGrain<IConsumerGroupGrain>(NameGrainKey.Of(groupId)));
}
