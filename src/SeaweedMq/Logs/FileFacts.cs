using System.Text.Json.Serialization;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>What a log file, or several neighbours, hold of a partition's records.</summary>
/// <param name="Name">The name of the first, which is a time: files sort by it.</param>
/// <param name="BaseOffset">The offset of the first record that they are the first files to hold.</param>
/// <param name="EndOffset">The offset after their last record.</param>
/// <param name="SizeBytes">The length of its batches.</param>
/// <param name="MaxTimestamp">The greatest timestamp in them in ms, -1 for none.</param>
/// <param name="Before">
/// The file before them, where that may hold the first batch instead: the last message that the broker says a file ends with is not always in it.
/// </param>
/// <param name="Last">The name of the last where it is not the only one.</param>
/// <param name="Count">How many they are.</param>
internal sealed record FileFacts(
    string Name, long BaseOffset, long EndOffset, long SizeBytes, long MaxTimestamp, string? Before = null, string? Last = null, int Count = 1)
{
    /// <summary>The first file that may hold something of it.</summary>
    [JsonIgnore]
    public string From => Before ?? Name;

    /// <summary>The name of the last file.</summary>
    [JsonIgnore]
    public string LastName => Last ?? Name;

    /// <summary>These files and those that follow them.</summary>
    public FileFacts Join(FileFacts next) => this with
    {
        EndOffset = next.EndOffset,
        SizeBytes = SizeBytes + next.SizeBytes,
        MaxTimestamp = Math.Max(MaxTimestamp, next.MaxTimestamp),
        Last = next.LastName,
        Count = Count + next.Count,
    };

    public FileFacts With(in EntryHeader header, long sizeBytes) => this with
    {
        EndOffset = header.LastOffset + 1,
        SizeBytes = SizeBytes + sizeBytes,
        MaxTimestamp = Math.Max(MaxTimestamp, header.MaxTimestamp),
    };
}
