using Microsoft.Extensions.Logging;

namespace KafkaGateway.Gateway.Connections;

/// <summary>What connections write to the log: one line a cause.</summary>
internal static partial class ConnectionLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Connection {Connection} closed: malformed request: {Reason}")]
    public static partial void Malformed(ILogger logger, string connection, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "Connection {Connection} closed: {Reason}")]
    public static partial void Refused(ILogger logger, string connection, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "Connection {Connection} lost: {Reason}")]
    public static partial void Lost(ILogger logger, string connection, string reason);

    [LoggerMessage(1004, LogLevel.Error, "Connection {Connection} closed: a request failed")]
    public static partial void Failed(ILogger logger, string connection, Exception failure);

    [LoggerMessage(1005, LogLevel.Information, "Listening on {Host}:{Port}, advertised as {AdvertisedHost}:{AdvertisedPort}")]
    public static partial void Listening(ILogger logger, string host, int port, string advertisedHost, int advertisedPort);

    [LoggerMessage(1006, LogLevel.Warning, "Connection from {Client} refused: {Limit} connections are open (max.connections)")]
    public static partial void TooMany(ILogger logger, string client, int limit);

    [LoggerMessage(1007, LogLevel.Debug, "Connection {Connection} closed: idle for {IdleMs} ms (connections.max.idle.ms)")]
    public static partial void Idle(ILogger logger, string connection, long idleMs);

    [LoggerMessage(1008, LogLevel.Error, "Accepting connections on {Endpoint} failed; trying again")]
    public static partial void AcceptFailed(ILogger logger, string endpoint, Exception failure);
}
