using System.Diagnostics;
using System.Text.Json;
using KafkaGateway.Shared.Processes;

namespace KafkaGateway.ClusterProcess.Tests.Restarts;

/// <summary>A program that uses a real client library: works until it is told that it is enough, and then says what it saw.</summary>
internal sealed class RealClient : IAsyncDisposable
{
    // Debian's, which has the package python3-confluent-kafka.
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _log;

    private RealClient(Process process) => (_process, _log) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts it; completes when it works.</summary>
    public static async Task<RealClient> StartAsync(params string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Restarts", "rolling.py");
        var client = new RealClient(Process.Start(new ProcessStartInfo(Python, [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        if (await client._process.StandardOutput.ReadLineAsync().WaitAsync(Patience) != "working")
            Assert.Fail($"the client did not start (is python3-confluent-kafka installed?): {await client._log}");
        return client;
    }

    /// <summary>Ends it.</summary>
    /// <returns>What it saw.</returns>
    public async Task<JsonElement> FinishAsync()
    {
        _process.StandardInput.Close();
        var said = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        Report.Keep("clients.log", await _log);
        Assert.True(said.Length > 0, await _log);
        return JsonDocument.Parse(said).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
