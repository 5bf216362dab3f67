using System.CommandLine;
using KafkaGateway.CommandLine;
using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.Silo.Operations;

/// <summary>'health': asks a running process how it is. For container engines, whose images have no other program that could.</summary>
internal static class HealthCommand
{
    private const int Healthy = 0;
    private const int Unhealthy = 1;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Option<string?>("--url")
        {
            Description = $"What to ask. [default: {OperationsPort.ReadyPath} where {BrokerConfigs.OperationsListen} says]",
            HelpName = "URL",
        };
        var command = new Command("health", "Asks a running process whether it is ready; the exit code is 0 where it is, 1 where not.") { url };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(url), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? url, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            url ??= HealthAddress.Of(SettingSources.Read(
                Environment.CurrentDirectory, Environment.GetEnvironmentVariables(), new CommandLineSettings([], [], Data: null, Storage: null, []))).ToString();
            using var http = new HttpClient { Timeout = AnswerWithin };
            using var response = await http.GetAsync(url, cancellationToken);
            await output.WriteAsync(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? Healthy : Unhealthy;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or NotSupportedException or InvalidOperationException or UriFormatException)
        {
            await error.WriteLineAsync($"{url}: {failure.Message}");
        }
        catch (SettingsException failure)
        {
            await error.WriteLineAsync(failure.Message);
        }

        return Unhealthy;
    }
}
