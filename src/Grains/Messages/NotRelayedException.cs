namespace KafkaGateway.Grains.Messages;

/// <summary>A message could not cross between two processes. That is a fault of this program and never the client's.</summary>
internal sealed class NotRelayedException(string message, Exception inner) : Exception(message, inner);
