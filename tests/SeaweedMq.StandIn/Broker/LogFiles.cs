using System.Buffers.Binary;
using Google.Protobuf;
using KafkaGateway.SeaweedMq.StandIn.Filer;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>A partition's log files in the filer.</summary>
internal static class LogFiles
{
    private const string BufferStart = "buffer_start";
    private const string OffsetMin = "offset_min";
    private const string OffsetMax = "offset_max";

    /// <summary>Appends a window to the file of the second that it began in.</summary>
    public static void Append(IFiler filer, PartitionKey partition, LogWindow window, long count, TimeProvider time)
    {
        var name = Clock.SecondOf(window.StartTsNs);
        var entry = filer.Find(FilerPath.Join(partition.Folder, name)) ?? new Entry
        {
            Name = name,
            Attributes = new FuseAttributes { FileMode = 0b110_100_100 },
        };
        var data = window.Encode();
        entry.Chunks.Add(new FileChunk
        {
            FileId = filer.Store(data),
            Offset = entry.Chunks.Max(chunk => (long?)(chunk.Offset + (long)chunk.Size)) ?? 0,
            Size = (ulong)data.Length,
            ModifiedTsNs = time.NowNs(),
        });
        if (count != 0 && !entry.Extended.ContainsKey(BufferStart))
            entry.Extended[BufferStart] = Encode(count);
        // A window that begins with offset 0, or that does not know its range, leaves no trace of it.
        if (window.MinOffset > 0)
        {
            entry.Extended[OffsetMin] = Encode(Math.Min(Attribute(entry, OffsetMin) ?? long.MaxValue, window.MinOffset));
            entry.Extended[OffsetMax] = Encode(Math.Max(Attribute(entry, OffsetMax) ?? 0, window.MaxOffset));
        }

        filer.Put(partition.Folder, entry);
    }

    /// <summary>Where a buffer's count begins: behind the highest offset that any file of the newest generation tells of.</summary>
    public static long FirstCount(IFiler filer, PartitionKey partition)
    {
        var newest = filer.List(partition.TopicFolder, "v").LastOrDefault(entry => entry.IsDirectory)?.Name;
        if (newest is null)
            return 0;
        var files = filer.List($"{partition.TopicFolder}/{newest}/{partition.Start:D4}-{partition.Stop:D4}");
        return files.Max(file => Attribute(file, OffsetMax) + 1) ?? 0;
    }

    /// <summary>
    /// Reads from a position to the end and tells where to go on. By offset that is behind the highest offset_max, whatever was read:
    /// the file with offset 0 has none, so what memory holds of it is delivered a second time.
    /// </summary>
    public static async Task<ReadPosition> ReadAsync(
        IFiler filer, PartitionKey partition, ReadPosition position, Func<LogEntry, Task> deliver)
    {
        var (end, lastTsNs, isRead) = (0L, position.TsNs, false);
        foreach (var file in filer.List(partition.Folder).Where(IsLog))
        {
            if (Skips(file, partition, position))
                continue;
            foreach (var entry in Decode(filer.Read(FilerPath.Join(partition.Folder, file.Name)) ?? []))
            {
                if (position.Offset is { } offset ? entry.Offset < offset : entry.TsNs <= position.TsNs)
                    continue;
                await deliver(entry);
                (lastTsNs, isRead) = (entry.TsNs, true);
            }

            end = Math.Max(end, Attribute(file, OffsetMax) ?? 0);
        }

        if (position.Offset is null)
            return ReadPosition.Behind(lastTsNs);
        return isRead ? ReadPosition.At(end + 1) : position;
    }

    /// <summary>
    /// The offsets that the broker takes for flushed: one for each write to a file, from the count on that it noted down there. That is the count behind what
    /// was written, so it is messages that were not.
    /// </summary>
    public static HashSet<long> TakenForFlushed(IFiler filer, PartitionKey partition) =>
    [
        .. filer.List(partition.Folder).Where(IsLog).SelectMany(file =>
            Attribute(file, BufferStart) is > 0 and var start ? Enumerable.Range(0, file.Chunks.Count).Select(i => start + i) : []),
    ];

    private static bool IsLog(Entry entry) =>
        !entry.IsDirectory && entry.Content.Length == 0 && !entry.Name.EndsWith(".offset", StringComparison.Ordinal);

    private static bool Skips(Entry file, PartitionKey partition, ReadPosition position)
    {
        if (position.Offset is { } offset)
            return Attribute(file, OffsetMin) is not null && Attribute(file, OffsetMax) < offset;
        return !partition.IsSystemTopic && position.TsNs > 86_400_000_000_000 &&
            string.CompareOrdinal(file.Name, Clock.SecondOf(position.TsNs)) < 0;
    }

    private static IEnumerable<LogEntry> Decode(byte[] data)
    {
        for (var at = 0; at + 4 < data.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
            yield return LogEntry.Parser.ParseFrom(data, at + 4, size);
            at += 4 + size;
        }
    }

    private static long? Attribute(Entry entry, string name) =>
        entry.Extended.TryGetValue(name, out var value) && value.Length == 8 ? BinaryPrimitives.ReadInt64BigEndian(value.Span) : null;

    private static ByteString Encode(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
