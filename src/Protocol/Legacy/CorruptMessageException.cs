namespace KafkaGateway.Protocol.Legacy;

/// <summary>A message is not what was sent; what it says is Kafka's CORRUPT_MESSAGE.</summary>
internal sealed class CorruptMessageException(string message) : Exception(message);
