using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>The owner's snapshot. Not flushed: if the machine's end leaves it damaged, its CRC tells, and the log is there.</summary>
internal static class LogSnapshotFile
{
    public static void Save(Disk disk, LogFolder folder, LogSnapshot snapshot)
    {
        var scribe = new ByteScribe(sizeof(long) + snapshot.State.Length);
        scribe.Int64(snapshot.Offset);
        scribe.Bytes(snapshot.State.Span);
        CheckedFile.Replace(disk, folder.Snapshot, scribe.Written, durable: false);
    }

    public static LogSnapshot? Load(LogFolder folder, LogBounds bounds)
    {
        if (CheckedFile.Read(folder.Snapshot, out _) is not { } content)
            return null;
        var offset = new ByteScanner(content.Span).Int64();
        return offset >= bounds.StartOffset && offset <= bounds.EndOffset ? new LogSnapshot(offset, content[sizeof(long)..]) : null;
    }

    /// <summary>A snapshot beyond the end tells of batches that are lost. It must go before others take their offsets.</summary>
    public static void DropBeyond(Disk disk, LogFolder folder, long endOffset)
    {
        if (CheckedFile.Read(folder.Snapshot, out _) is { } content && new ByteScanner(content.Span).Int64() > endOffset)
            disk.Delete(folder.Snapshot);
    }
}
