using KafkaGateway.Contracts;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Partitions;

internal static partial class PartitionLogMessages
{
    [LoggerMessage(3001, LogLevel.Error, "Partition {Partition} refuses service until it has been opened again: its storage failed")]
    public static partial void StorageFailed(ILogger logger, PartitionKey partition, Exception failure);

    [LoggerMessage(3002, LogLevel.Warning, "Partition {Partition}: noting down producer state or applying retention failed; trying again later")]
    public static partial void UpkeepFailed(ILogger logger, PartitionKey partition, Exception failure);

    [LoggerMessage(3003, LogLevel.Information, "Partition {Partition}: retention moved the log start offset from {From} to {To}")]
    public static partial void Retained(ILogger logger, PartitionKey partition, long from, long to);

    [LoggerMessage(3004, LogLevel.Information, "Partition {Partition}: the owner of epoch {Epoch} steps down. {Reason}")]
    public static partial void SteppedDown(ILogger logger, PartitionKey partition, int epoch, string reason);
}
