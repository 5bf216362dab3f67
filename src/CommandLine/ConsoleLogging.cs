using KafkaGateway.Contracts.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace KafkaGateway.CommandLine;

/// <summary>
/// The log of a program: to standard error, one line an entry, as text or as JSON, with the time (UTC), the level, and the number that the message keeps for
/// ever. Standard output is for the lines that scripts wait for.
/// </summary>
public static class ConsoleLogging
{
    private const string Json = "json";
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Adds that log.</summary>
    public static ILoggingBuilder AddStandardError(this ILoggingBuilder builder, BrokerSettings settings)
    {
        var level = Enum.Parse<LogLevel>(settings[BrokerConfigs.ConsoleLogLevel], ignoreCase: true);
        var others = level > LogLevel.Warning ? level : LogLevel.Warning;
        return builder
            .AddFormat(settings[BrokerConfigs.ConsoleLogFormat])
            .AddConsole(console =>
            {
                console.LogToStandardErrorThreshold = LogLevel.Trace;

                // A log that nobody reads must not stop the program.
                console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            })
            .SetMinimumLevel(level)
            .AddFilter("Microsoft", others)
            .AddFilter("Orleans", others)

            // Its first check counts from when the machine was started, and warns of that.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
            .AddFilter("Polly", others);
    }

    private static ILoggingBuilder AddFormat(this ILoggingBuilder builder, string format) => format == Json
        ? builder.AddJsonConsole(console => (console.TimestampFormat, console.UseUtcTimestamp) = (Timestamp, true))
        : builder.AddSimpleConsole(console =>
            (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, Timestamp + " ", true));
}
