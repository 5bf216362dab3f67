using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Gateway.Fetching;
using KafkaGateway.Gateway.Topics;

namespace KafkaGateway.Gateway.Dispatch;

/// <summary>What handlers work with. One instance a gateway.</summary>
internal sealed record GatewayServices(
    IActors Actors, ICluster Cluster, BrokerSettings Settings, TopicView Topics, TopicCreation Creation, FetchSessions FetchSessions,
    AnswerMemory Answers, TimeProvider Time);
