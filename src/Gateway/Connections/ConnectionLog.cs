using System.Net.Sockets;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Gateway.Connections;

/// <summary>What connections write to the log: one line a cause.</summary>
internal static partial class ConnectionLog
{
    /// <summary>Says why a connection ended. Only what is no fault of the client's comes with a stack trace.</summary>
    public static void Ended(ILogger logger, string connection, Exception cause)
    {
        switch (cause)
        {
            case ProtocolException:
                Malformed(logger, connection, cause.Message);
                break;
            case RequestRefusedException:
                Refused(logger, connection, cause.Message);
                break;
            case IOException or SocketException or OperationCanceledException:
                Lost(logger, connection, cause.Message);
                break;
            default:
                Failed(logger, connection, cause);
                break;
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "Connection {Connection} closed: malformed request: {Reason}")]
    private static partial void Malformed(ILogger logger, string connection, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "Connection {Connection} closed: {Reason}")]
    private static partial void Refused(ILogger logger, string connection, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "Connection {Connection} lost: {Reason}")]
    private static partial void Lost(ILogger logger, string connection, string reason);

    [LoggerMessage(1004, LogLevel.Error, "Connection {Connection} closed: a request failed")]
    private static partial void Failed(ILogger logger, string connection, Exception failure);

    [LoggerMessage(1005, LogLevel.Information, "Listening on {Host}:{Port}, advertised as {AdvertisedHost}:{AdvertisedPort}")]
    public static partial void Listening(ILogger logger, string host, int port, string advertisedHost, int advertisedPort);

    [LoggerMessage(1006, LogLevel.Warning, "Connections are refused, the first from {Client}: {Limit} are open (max.connections)")]
    public static partial void TooMany(ILogger logger, string client, int limit);

    [LoggerMessage(1007, LogLevel.Debug, "Connection {Connection} closed: idle for {IdleMs} ms (connections.max.idle.ms)")]
    public static partial void Idle(ILogger logger, string connection, long idleMs);

    [LoggerMessage(1008, LogLevel.Error, "Accepting connections on {Endpoint} fails: {Reason}; trying again until it succeeds")]
    public static partial void AcceptFails(ILogger logger, string endpoint, string reason);

    [LoggerMessage(1009, LogLevel.Warning,
        "Connection {Connection} closed: it was slow to send a request while others waited for memory (queued.max.request.bytes)")]
    public static partial void Evicted(ILogger logger, string connection);
}
