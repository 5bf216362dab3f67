using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Doors;

/// <summary>The actors of the cluster, found through Orleans from a silo or from a gateway.</summary>
internal sealed class GrainActors : IActors
{
    private readonly IGrainFactory _grains;

    public GrainActors(IGrainFactory grains)
    {
        _grains = grains;
        Catalog = new TopicCatalogDoor(grains.GetGrain<ITopicCatalogGrain>(0));
        ProducerIds = new ProducerIdsDoor(grains.GetGrain<IProducerIdsGrain>(0));
        Configs = new ResourceConfigsDoor(grains.GetGrain<IResourceConfigsGrain>(0));
        Groups = new GroupDirectoryDoor(grains.GetGrain<IGroupDirectoryGrain>(0));
        Nodes = grains.GetGrain<INodesGrain>(0);
    }

    public ITopicCatalog Catalog { get; }

    public IProducerIds ProducerIds { get; }

    public IResourceConfigs Configs { get; }

    public IGroupDirectory Groups { get; }

    /// <summary>The nodes, without a door: whoever asks them again and again minds their absence himself.</summary>
    public INodes Nodes { get; }

    public ITopic Topic(string name) => new TopicDoor(name, _grains.GetGrain<ITopicGrain>(name));

    public IPartition Partition(PartitionKey key) => new PartitionDoor(_grains.GetGrain<IPartitionGrain>(PartitionGrainKey.Of(key)));

    public IConsumerGroup Group(string groupId) => new ConsumerGroupDoor(groupId, _grains.GetGrain<IConsumerGroupGrain>(groupId));
}
