using System.Diagnostics;
using System.Globalization;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>
/// A second process that opens a log in a shared folder and appends without end, telling each acknowledged end offset in a line, until it is killed
/// or locked out.
/// </summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    public const string Fenced = "fenced";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public static async Task<int> Main(string[] arguments)
    {
        var (folder, epoch) = (arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
        await using var logs = await SharedRecordLogs.OpenAsync(folder, null, NullLogger.Instance);
        var log = await logs.OpenAsync(LogHost.Key, epoch, LogHost.Small, default);
        try
        {
            while (true)
            {
                await log.AppendAsync([Batches.Make(log.Bounds.EndOffset, 1, 100, epoch: epoch)], default);
                if (log.Bounds.EndOffset % 16 == 0)
                    await log.FlushAsync(default);
                await Console.Out.WriteLineAsync(log.Bounds.EndOffset.ToString(CultureInfo.InvariantCulture));
            }
        }
        catch (FencedException)
        {
            await Console.Out.WriteLineAsync(Fenced);
            return 0;
        }
    }

    public static OtherProcess Start(string folder, int epoch) => new(Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
        ["exec", typeof(OtherProcess).Assembly.Location, folder, epoch.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!);

    /// <summary>The next line, null where there are no more.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>All lines that are still to come.</summary>
    public async Task<List<string>> ReadAllAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
            lines.Add(line);
        return lines;
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
