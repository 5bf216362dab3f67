using KafkaGateway.Gateway.Connections;

namespace KafkaGateway.Gateway;

/// <summary>A listener as the settings want it.</summary>
/// <param name="Name">Which listeners of other nodes belong to it.</param>
/// <param name="Listen">Where to listen.</param>
/// <param name="Advertise">What clients are told; null for what is really bound.</param>
public sealed record ListenerAddress(string Name, ListenEndpoint Listen, ListenEndpoint? Advertise);
