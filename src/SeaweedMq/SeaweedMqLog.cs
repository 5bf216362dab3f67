using KafkaGateway.Contracts;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq;

/// <summary>What operators should see of SeaweedMQ.</summary>
internal static partial class SeaweedMqLog
{
    [LoggerMessage(600, LogLevel.Warning, "The filer's notices of new log files are interrupted: {Reason}")]
    public static partial void EventsBroken(ILogger logger, string reason);

    [LoggerMessage(601, LogLevel.Warning, "{Partition}: the stream to the broker {Broker} broke, {Bytes} bytes are kept and will be sent again: {Reason}")]
    public static partial void StreamBroken(ILogger logger, PartitionKey partition, string broker, long bytes, string reason);

    [LoggerMessage(602, LogLevel.Information, "{Partition}: the stream to the broker {Broker} is open again, {Batches} batches were sent again")]
    public static partial void StreamRestored(ILogger logger, PartitionKey partition, string broker, int batches);

    [LoggerMessage(603, LogLevel.Warning, "{Partition}: {Bytes} bytes are not on the disk after {Patience}; they are sent again")]
    public static partial void FlushOverdue(ILogger logger, PartitionKey partition, long bytes, TimeSpan patience);

    [LoggerMessage(605, LogLevel.Warning, "{Partition}: what the broker has in memory is not seen now, only what is in the files: {Reason}")]
    public static partial void UnflushedUnknown(ILogger logger, PartitionKey partition, string reason);

    [LoggerMessage(606, LogLevel.Warning, "{Partition}: no messages can be sent to this topic of others now: {Reason}")]
    public static partial void RecordStreamBroken(ILogger logger, PartitionKey partition, string reason);

    [LoggerMessage(604, LogLevel.Information, "{Partition}: opened under epoch {Epoch} at {EndOffset}, read {Bytes} bytes in {Files} files for it")]
    public static partial void Opened(ILogger logger, PartitionKey partition, int epoch, long endOffset, long bytes, int files);
}
