namespace KafkaGateway.Contracts.Cluster;

/// <summary>The folder, or what stands for one, that a node keeps its records in.</summary>
/// <param name="Path">Its absolute path, or a word where there is no folder.</param>
/// <param name="TotalBytes">The size of the disk, -1 unknown (KIP-827).</param>
/// <param name="UsableBytes">What is free on it, -1 unknown (KIP-827).</param>
public sealed record LogDir(string Path, long TotalBytes, long UsableBytes);
