namespace KafkaGateway.Protocol.Records;

/// <summary>One record's place in a partition.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Timestamp">Its timestamp in ms since 1970, -1 for none.</param>
public readonly record struct RecordPosition(long Offset, long Timestamp);
