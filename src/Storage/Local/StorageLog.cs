using KafkaGateway.Contracts;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Storage.Local;

/// <summary>What storage says in the log; event ids 300 to 399.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(300, LogLevel.Warning, "Cut {Bytes} bytes off {Path} at position {Position}: the torn end of a last write. The log ends at offset {EndOffset}.")]
    public static partial void TailCut(this ILogger logger, string path, long position, long bytes, long endOffset);

    [LoggerMessage(301, LogLevel.Information, "Checked {Bytes} bytes of {Path}, up to offset {EndOffset}.")]
    public static partial void SegmentScanned(this ILogger logger, string path, long bytes, long endOffset);

    [LoggerMessage(302, LogLevel.Information, "Deleted {Count} segments of {Partition}, which now begins at offset {StartOffset}.")]
    public static partial void SegmentsDeleted(this ILogger logger, int count, PartitionKey partition, long startOffset);

    [LoggerMessage(303, LogLevel.Error, "Appending to {Partition} failed. Its log must be opened again.")]
    public static partial void AppendFailed(this ILogger logger, Exception exception, PartitionKey partition);

    [LoggerMessage(304, LogLevel.Error, "What a failed append to {Partition} had written could not be taken back.")]
    public static partial void UndoFailed(this ILogger logger, Exception exception, PartitionKey partition);

    [LoggerMessage(305, LogLevel.Error, "Closing the log of {Partition} failed. It is checked when it is opened again.")]
    public static partial void CloseFailed(this ILogger logger, Exception exception, PartitionKey partition);

    [LoggerMessage(306, LogLevel.Information, "Deleted the log of {Partition}.")]
    public static partial void LogDeleted(this ILogger logger, PartitionKey partition);

    [LoggerMessage(307, LogLevel.Information, "Opened data folder {Path}; it was closed in an orderly way: {WasClosed}.")]
    public static partial void FolderOpened(this ILogger logger, string path, bool wasClosed);

    [LoggerMessage(308, LogLevel.Warning, "Files of a deleted log in {Path} are left: {Reason}")]
    public static partial void RestLeft(this ILogger logger, string path, string reason);

    [LoggerMessage(309, LogLevel.Information, "Rewrote the journal in {Path}: {Before} bytes became {After}.")]
    public static partial void JournalCompacted(this ILogger logger, string path, long before, long after);

    [LoggerMessage(310, LogLevel.Warning, "That {Path} was closed in an orderly way could not be noted down. Its logs are checked at the next start.")]
    public static partial void MarkerFailed(this ILogger logger, Exception exception, string path);

    [LoggerMessage(311, LogLevel.Error, "That flushing {Partition} failed could not be noted down: its next owner may take for written what is lost if the machine ends.")]
    public static partial void FlushFailureUnnoted(this ILogger logger, Exception exception, PartitionKey partition);
}
