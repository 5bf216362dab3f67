using KafkaGateway.CommandLine;
using KafkaGateway.Contracts.Configuration;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Standalone.Cli;

/// <summary>Runs a node until it is told to stop. Standard output carries the one line that scripts wait for; the log goes to standard error.</summary>
internal static class NodeRun
{
    private const int Ok = 0;
    private const int CannotStart = 1;

    public static async Task<int> RunAsync(CommandLineSettings commandLine, CancellationToken stop)
    {
        try
        {
            var settings = SettingSources.Read(Environment.CurrentDirectory, Environment.GetEnvironmentVariables(), commandLine);
            using var logging = LoggerFactory.Create(builder => builder.AddStandardError(settings));
            var options = Options(settings, logging);
            await using var node = await KafkaNode.StartAsync(options, settings, stop);
            Console.WriteLine($"ready: kafka://{node.BootstrapServers}");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Ok;
        }
        catch (Exception failure) when (failure is SettingsException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"cannot start: {failure.Message}");
            return CannotStart;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Ok;
        }
    }

    private static KafkaNodeOptions Options(BrokerSettings settings, ILoggerFactory logging)
    {
        var options = new KafkaNodeOptions
        {
            DataDirectory = IsInMemory(settings) ? null : Path.GetFullPath(settings[BrokerConfigs.LogDirs][0]),
            LoggerFactory = logging,
        };
        settings[BrokerConfigs.Listeners].ToList().ForEach(options.Listen.Add);
        settings[BrokerConfigs.AdvertisedListeners].ToList().ForEach(options.Advertise.Add);
        return options;
    }

    private static bool IsInMemory(BrokerSettings settings) => settings.Get(BrokerConfigs.RecordStorage) switch
    {
        null or "local" => false,
        "memory" => true,
        var other => throw new SettingsException($"record.storage={other} needs kafka-gateway: this program keeps records in files (local) or in memory"),
    };
}
