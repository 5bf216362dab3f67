using KafkaGateway.CommandLine;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Silo.Front;
using KafkaGateway.Silo.Operations;

namespace KafkaGateway.Silo.Hosting;

/// <summary>
/// Runs a process until it is told to stop. Standard output carries the one line that scripts wait for; the log goes to standard error.
/// </summary>
internal static class ProcessRun
{
    private const int Ok = 0;
    private const int CannotStart = 1;
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(ProcessRole role, CommandLineSettings commandLine, CancellationToken stop)
    {
        try
        {
            var settings = SettingSources.Read(Environment.CurrentDirectory, Environment.GetEnvironmentVariables(), commandLine);
            await using var process = await ProcessHost.BuildAsync(role, settings, stop);
            await StartAsync(process, stop);
            var ready = process.Services.GetRequiredService<ReadyLine>();
            ready.IsSaid = true;
            Console.WriteLine($"ready: {ready.Text}");
            OperationsPort.Tell(process);
            await process.WaitForShutdownAsync(stop);
            return Ok;
        }
        catch (Exception failure) when (
            failure is SettingsException or IOException or UnauthorizedAccessException or ClusterRefusedException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"cannot start: {failure.Message}");
            return CannotStart;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Ok;
        }
    }

    // What has started already stops in order: a silo must leave the cluster, or the others would take it for one that was killed.
    private static async Task StartAsync(WebApplication process, CancellationToken stop)
    {
        try
        {
            await process.StartAsync(stop);
        }
        catch
        {
            using var patience = new CancellationTokenSource(StopWithin);
            await process.StopAsync(patience.Token);
            throw;
        }
    }
}
