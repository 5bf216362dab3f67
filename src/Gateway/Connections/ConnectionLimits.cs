namespace KafkaGateway.Gateway.Connections;

/// <summary>What one connection may take.</summary>
/// <param name="MaxFrameBytes">socket.request.max.bytes</param>
/// <param name="MaxInFlightRequests">connection.max.inflight.requests: more are left unread in the socket.</param>
/// <param name="Memory">queued.max.request.bytes: what all connections may take together.</param>
internal sealed record ConnectionLimits(int MaxFrameBytes, int MaxInFlightRequests, RequestMemory Memory);
