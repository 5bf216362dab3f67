using System.Collections.Concurrent;
using System.Globalization;

namespace KafkaGateway.Process.Tests.Node;

/// <summary>A node as an operator runs it: a process that is started, watched, signalled and killed.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    public const string ReadyPrefix = "ready: kafka://";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly System.Diagnostics.Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(NodeCommandLine commandLine)
    {
        _process = System.Diagnostics.Process.Start(commandLine.ToStartInfo())!;
        Exited = WatchAsync();
    }

    /// <summary>The exit code, once the process has ended and everything that it wrote was read.</summary>
    public Task<int> Exited { get; }

    /// <summary>What it wrote to standard output, by lines.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>What it wrote to standard error, by lines.</summary>
    public IReadOnlyCollection<string> Log => _log;

    public string BootstrapServers => _ready.Task.Result;

    /// <summary>Resident memory in octets, as the system counts it.</summary>
    public long ResidentBytes => Status("VmRSS");

    /// <summary>The most resident memory so far, in octets.</summary>
    public long PeakResidentBytes => Status("VmHWM");

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Log)> RunAsync(NodeCommandLine commandLine)
    {
        await using var node = new NodeProcess(commandLine);
        var exitCode = await node.Exited.WaitAsync(Patience);
        return (exitCode, string.Join('\n', node.Output), string.Join('\n', node.Log));
    }

    /// <summary>Starts a node on a free port of loopback and waits until it says that it is ready.</summary>
    public static Task<NodeProcess> StartAsync(string folder, params string[] arguments) =>
        StartAsync(new NodeCommandLine(folder, ["--listen", "127.0.0.1:0", .. arguments]));

    /// <summary>Starts a node and waits until it says that it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(NodeCommandLine commandLine)
    {
        var node = new NodeProcess(commandLine);
        try
        {
            await node._ready.Task.WaitAsync(Patience);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node and kills it so soon that it may not be ready.</summary>
    public static async Task KillDuringStartAsync(string folder, TimeSpan after, params string[] arguments)
    {
        await using var node = new NodeProcess(new NodeCommandLine(folder, ["--listen", "127.0.0.1:0", .. arguments]));
        await Task.Delay(after);
        await node.KillAsync();
    }

    /// <summary>Completes once the log has a line with that text.</summary>
    public async Task LoggedAsync(string text)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!_log.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(DateTime.UtcNow < deadline, $"the log never said '{text}'");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(BootstrapServers);

    /// <summary>Ends the process as a power cut ends it, as far as a process can tell.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Exited.WaitAsync(Patience);
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Exited;
        _process.Dispose();
    }

    private async Task<int> WatchAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput, _output), ReadAsync(_process.StandardError, _log));
        await _process.WaitForExitAsync();
        _ready.TrySetException(new InvalidOperationException(
            $"the node ended with {_process.ExitCode} before it was ready:\n{string.Join('\n', _log)}"));
        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            if (lines == _output && line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
            {
                _ready.TrySetResult(line[ReadyPrefix.Length..]);
            }
        }
    }

    private long Status(string field)
    {
        const long KiB = 1024;
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return KiB * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
