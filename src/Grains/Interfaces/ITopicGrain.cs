using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts one topic. Its key is that of <see cref="NameGrainKey"/>.</summary>
[Alias("kafka.topic")]
internal interface ITopicGrain : ITopic, IGrainWithStringKey;
