namespace KafkaGateway.Gateway.Connections;

/// <summary>What one connection may take.</summary>
/// <param name="MaxFrameBytes">socket.request.max.bytes</param>
/// <param name="MaxInFlightRequests">connection.max.inflight.requests: more are left unread in the socket.</param>
internal readonly record struct ConnectionLimits(int MaxFrameBytes, int MaxInFlightRequests);
