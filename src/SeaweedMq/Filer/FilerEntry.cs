using System.Buffers.Binary;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Filer;

/// <summary>A file of the filer, as far as it matters here.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="SizeBytes">How long it is.</param>
/// <param name="FirstMessage">The broker's offset of the first message of a log file, -1 where the file does not say.</param>
/// <param name="LastMessage">The broker's offset of the last message of a log file, -1 where the file does not say.</param>
internal readonly record struct FilerEntry(string Name, bool IsFolder, long SizeBytes, long FirstMessage, long LastMessage)
{
    public static FilerEntry Of(Entry entry) => new(
        entry.Name, entry.IsDirectory, Size(entry), Number(entry, "offset_min"), Number(entry, "offset_max"));

    /// <summary>Whether this is a log file: its name is a time, and others in the folder have other names.</summary>
    public bool IsLogFile => !IsFolder && Name.Length == LogFileName.Length && char.IsAsciiDigit(Name[0]);

    private static long Size(Entry entry)
    {
        var end = (long)(entry.Attributes?.FileSize ?? 0);
        foreach (var chunk in entry.Chunks)
            end = Math.Max(end, chunk.Offset + (long)chunk.Size);
        return Math.Max(end, entry.Content.Length);
    }

    private static long Number(Entry entry, string attribute) =>
        entry.Extended.TryGetValue(attribute, out var value) && value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(value.Span) : -1;
}
