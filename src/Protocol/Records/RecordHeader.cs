namespace KafkaGateway.Protocol.Records;

/// <summary>One header of a record to be written (KIP-82).</summary>
/// <param name="Key">The key; it may repeat within a record.</param>
/// <param name="Value">The value, or null.</param>
public readonly record struct RecordHeader(string Key, ReadOnlyMemory<byte>? Value);
