namespace KafkaGateway.Gateway.Dispatch;

/// <summary>A well-formed request that can only be answered by closing the connection, as Kafka does.</summary>
internal sealed class RequestRefusedException(string message) : Exception(message);
