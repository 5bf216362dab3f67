namespace KafkaGateway.Storage.Local;

/// <summary>The limits of storage in a folder.</summary>
public sealed record LocalStorageOptions
{
    /// <summary>How many bytes of a log's newest batches stay in memory, so that readers at the tail need no disk.</summary>
    public long TailCacheBytesPerLog { get; init; } = 4 * 1024 * 1024;

    /// <summary>What the newest batches of all logs may take together; each log gets an equal share of it.</summary>
    public long TailCacheBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>How many complete segments stay open for readers, over all logs. Every open log has its newest segment open beside these.</summary>
    public int MaxOpenSegments { get; init; } = 256;

    /// <summary>What the indexes of complete segments may take in memory, over all logs.</summary>
    public long MaxIndexBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>From which size on, in bytes, the journal of states and offsets is rewritten when most of it is out of date.</summary>
    public long JournalCompactionBytes { get; init; } = 4 * 1024 * 1024;
}
