using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace KafkaGateway.CommandLine;

/// <summary>The log of a program: to standard error, one line an entry. Standard output is for the lines that scripts wait for.</summary>
public static class ConsoleLogging
{
    /// <summary>Adds that log.</summary>
    public static ILoggingBuilder AddStandardError(this ILoggingBuilder builder) => builder
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;

            // A log that nobody reads must not stop the program.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        })
        .AddFilter(level => level >= LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Orleans", LogLevel.Warning)

        // Its first check counts from when the machine was started, and warns of that.
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
        .AddFilter("Polly", LogLevel.Warning);
}
