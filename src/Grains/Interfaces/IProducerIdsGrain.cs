using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the one source of producer ids. Its key is 0.</summary>
[Alias("kafka.producer-ids")]
internal interface IProducerIdsGrain : IProducerIds, IGrainWithIntegerKey;
