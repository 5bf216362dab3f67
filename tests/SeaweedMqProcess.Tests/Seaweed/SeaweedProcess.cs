using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KafkaGateway.Shared.Processes;

namespace KafkaGateway.SeaweedMqProcess.Tests.Seaweed;

/// <summary>A process of SeaweedFS, on ports that stay the same from one life of it to the next.</summary>
/// <param name="name">What it is called in reports.</param>
/// <param name="folder">Where it works.</param>
/// <param name="ports">What it listens on when it is ready.</param>
/// <param name="readyText">What it says when it is ready; null where listening is enough.</param>
/// <param name="arguments">Its command line.</param>
internal sealed class SeaweedProcess(string name, string folder, int[] ports, string? readyText, params string[] arguments) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);
    private Process? _process;
    private Task _reading = Task.CompletedTask;
    private TaskCompletionSource _said = new();

    /// <summary>Starts it, and waits for nothing.</summary>
    public void Launch()
    {
        _said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(SeaweedProgram.ToStartInfo(folder, arguments))!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    public async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(LookAgainAfter);
        while (!Array.TrueForAll(ports, IsListening))
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"{name} has ended with {_process.ExitCode}");
            await again.WaitForNextTickAsync(patience.Token);
        }

        if (readyText is not null)
            await _said.Task.WaitAsync(patience.Token);
    }

    public Task KillAsync()
    {
        _process!.Kill();
        return EndedAsync();
    }

    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
    }

    private static bool IsListening(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task EndedAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        await _reading;
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Report.Keep($"{name}.log", line);
            if (readyText is not null && line.Contains(readyText, StringComparison.Ordinal))
                _said.TrySetResult();
        }
    }
}
