using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the one list of nodes. Its key is 0.</summary>
[Alias("kafka.nodes")]
internal interface INodesGrain : INodes, IGrainWithIntegerKey;
