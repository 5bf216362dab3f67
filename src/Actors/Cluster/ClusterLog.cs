using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Cluster;

/// <summary>What is said of nodes that come and go.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(2401, LogLevel.Information, "Node {Name} is here, listening on {Host}:{Port}")]
    public static partial void NodeListens(ILogger logger, string name, string host, int port);

    [LoggerMessage(2404, LogLevel.Information, "Node {Name} is here; it does not listen for Kafka clients")]
    public static partial void NodeCame(ILogger logger, string name);

    [LoggerMessage(2402, LogLevel.Warning, "Node {Name} is gone")]
    public static partial void NodeWent(ILogger logger, string name);

    [LoggerMessage(2405, LogLevel.Information, "Node {Name} leaves")]
    public static partial void NodeLeaves(ILogger logger, string name);

    [LoggerMessage(2403, LogLevel.Warning, "Who lives could not be stored: {Reason}")]
    public static partial void NodesNotSaved(ILogger logger, string reason);
}
