using KafkaGateway.Contracts;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Grains;

/// <summary>What the hosts of the actors write to the log.</summary>
internal static partial class GrainLog
{
    [LoggerMessage(5001, LogLevel.Warning, "Partition {Partition} cannot be opened now: {Reason}")]
    public static partial void PartitionNotOpened(ILogger logger, PartitionKey partition, string reason);

    [LoggerMessage(5002, LogLevel.Warning, "The nodes grain cannot be reached; going on with the {Count} nodes last known: {Reason}")]
    public static partial void NodesUnreachable(ILogger logger, int count, string reason);

    [LoggerMessage(5005, LogLevel.Error, "This process is no longer a member of the cluster: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(5006, LogLevel.Warning, "The process of silo {Silo} is gone; it is declared dead")]
    public static partial void SiloGone(ILogger logger, string silo);

    [LoggerMessage(5007, LogLevel.Warning, "The process of silo {Silo} is gone, but it cannot be declared dead: {Reason}")]
    public static partial void SiloNotDeclaredDead(ILogger logger, string silo, string reason);

    [LoggerMessage(5008, LogLevel.Information, "Silos are gone: {Silos}; calls that wait for them end")]
    public static partial void SilosLost(ILogger logger, string silos);

    [LoggerMessage(5003, LogLevel.Information, "{Count} actors move to other silos, because silos came or went")]
    public static partial void ActorsMove(ILogger logger, int count);

    [LoggerMessage(5011, LogLevel.Warning, "What is set for brokers is not known now: {Reason}")]
    public static partial void SettingsNotFollowed(ILogger logger, string reason);

    [LoggerMessage(5004, LogLevel.Warning, "Housekeeping is put off: {Reason}")]
    public static partial void HousekeepingFailed(ILogger logger, string reason);

    [LoggerMessage(5009, LogLevel.Warning, "How far partitions reach cannot be told for consumer_lag, which is out of date from now on: {Reason}")]
    public static partial void WatermarksNotTold(ILogger logger, string reason);

    [LoggerMessage(5010, LogLevel.Information, "How far partitions reach is told again for consumer_lag")]
    public static partial void WatermarksToldAgain(ILogger logger);

    [LoggerMessage(5012, LogLevel.Warning, "Consumer lag cannot be measured: {Reason}")]
    public static partial void LagNotMeasured(ILogger logger, string reason);
}
