using System.Text.Json.Serialization;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>What a log file holds of a partition's records.</summary>
/// <param name="Name">Its name, which is a time: files sort by it.</param>
/// <param name="BaseOffset">The offset of the first record that it is the first file to hold.</param>
/// <param name="EndOffset">The offset after its last record.</param>
/// <param name="SizeBytes">The length of its batches.</param>
/// <param name="MaxTimestamp">The greatest timestamp in it in ms, -1 for none.</param>
/// <param name="Before">
/// The file before it, where that may hold the first batch instead: the last message that the broker says a file ends with is not always in it.
/// </param>
internal sealed record FileFacts(string Name, long BaseOffset, long EndOffset, long SizeBytes, long MaxTimestamp, string? Before = null)
{
    /// <summary>The first file that may hold something of it.</summary>
    [JsonIgnore]
    public string From => Before ?? Name;

    public FileFacts With(in EntryHeader header, long sizeBytes) => this with
    {
        EndOffset = header.LastOffset + 1,
        SizeBytes = SizeBytes + sizeBytes,
        MaxTimestamp = Math.Max(MaxTimestamp, header.MaxTimestamp),
    };
}
