using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the owner of one partition. Its key is that of <see cref="PartitionGrainKey"/>.</summary>
[Alias("kafka.partition")]
internal interface IPartitionGrain : IPartition, IGrainWithStringKey;
