using KafkaGateway.Contracts;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>What the host of the actors writes to the log.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(4001, LogLevel.Warning, "Not all stored groups could be woken; the others wake up when somebody asks for them")]
    public static partial void GroupsNotWoken(ILogger logger, Exception failure);

    [LoggerMessage(4002, LogLevel.Error, "Partition {Partition} is not served, its log cannot be opened: {Reason}")]
    public static partial void PartitionNotOpened(ILogger logger, PartitionKey partition, string reason);
}
