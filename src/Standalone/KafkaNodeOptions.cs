using Microsoft.Extensions.Logging;

namespace KafkaGateway.Standalone;

/// <summary>How a node in this process is set up. The defaults are those of a test: a free port on loopback, everything in memory.</summary>
public sealed class KafkaNodeOptions
{
    /// <summary>Where to listen, HOST:PORT each; port 0 stands for any free port.</summary>
    public IList<string> Listen { get; } = [];

    /// <summary>What clients are told to connect to, one HOST:PORT for each listener; empty for the addresses really bound.</summary>
    public IList<string> Advertise { get; } = [];

    /// <summary>The folder for everything that must survive, made where it is missing; null keeps it all in memory.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>Settings by their Kafka names, such as num.partitions; unknown and invalid ones are refused at start.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the node logs to; by default nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock that retention, timestamps and timeouts go by.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
