namespace KafkaGateway.Storage;

/// <summary>The disk below a data folder.</summary>
/// <param name="Path">The data folder, as an absolute path; "memory" where there is none.</param>
/// <param name="TotalBytes">The size of the disk, -1 unknown (KIP-827).</param>
/// <param name="UsableBytes">What is still free on it for this process, -1 unknown (KIP-827).</param>
public sealed record DiskUsage(string Path, long TotalBytes, long UsableBytes);
