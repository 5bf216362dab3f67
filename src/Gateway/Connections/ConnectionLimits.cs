namespace KafkaGateway.Gateway.Connections;

/// <summary>What one connection may take.</summary>
/// <param name="MaxFrameBytes">socket.request.max.bytes</param>
/// <param name="MaxInFlightRequests">connection.max.inflight.requests: more are left unread in the socket.</param>
/// <param name="Memory">queued.max.request.bytes: what the requests of all connections may take together.</param>
/// <param name="Answers">queued.max.response.bytes: what their answers may.</param>
internal sealed record ConnectionLimits(int MaxFrameBytes, int MaxInFlightRequests, RequestMemory Memory, AnswerMemory Answers);
