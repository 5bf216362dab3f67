namespace KafkaGateway.Silo.Storage;

/// <summary>Where this silo keeps records, for operators.</summary>
/// <param name="Text">In words.</param>
/// <param name="IsFallback">Whether that is not where they were wanted.</param>
internal sealed record RecordStorageNote(string Text, bool IsFallback);
