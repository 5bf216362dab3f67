namespace KafkaGateway.Protocol.Records;

/// <summary>The structure of a record batch or message set is broken; what it says is Kafka's INVALID_RECORD.</summary>
public sealed class InvalidRecordException(string message) : Exception(message);
