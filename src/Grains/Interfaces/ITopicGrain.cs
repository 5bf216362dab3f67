using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts one topic. Its key is the topic's name.</summary>
[Alias("kafka.topic")]
internal interface ITopicGrain : ITopic, IGrainWithStringKey;
