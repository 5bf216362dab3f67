using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace KafkaGateway.Shared.Processes;

/// <summary>One process of a cluster as an operator runs it: started, watched, signalled and killed.</summary>
internal sealed class MemberProcess : IAsyncDisposable
{
    private const string ReadyPrefix = "ready: ";
    private const string KafkaPrefix = "kafka://";

    /// <summary>A start may wait for the silos before it to be declared dead, on a machine that has other things to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _name;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MemberProcess(MemberCommandLine commandLine)
    {
        _name = commandLine.Name;
        _process = Process.Start(commandLine.ToStartInfo())!;
        Exited = WatchAsync();
    }

    /// <summary>The exit code, once the process has ended and everything that it wrote was read.</summary>
    public Task<int> Exited { get; }

    /// <summary>What it wrote to standard output, by lines.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>What it wrote to standard error, by lines.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Completes with what it said when it was ready.</summary>
    public Task<string> Ready => _ready.Task;

    /// <summary>Where it listens for Kafka; only of one that does, and is ready.</summary>
    public string Address => _ready.Task.Result[KafkaPrefix.Length..];

    public ProcessUse Use => ProcessUse.Of(_process.Id);

    /// <summary>Starts a process without waiting for anything.</summary>
    public static MemberProcess Launch(MemberCommandLine commandLine) => new(commandLine);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Log)> RunAsync(MemberCommandLine commandLine)
    {
        await using var process = new MemberProcess(commandLine);
        var exitCode = await process.Exited.WaitAsync(Patience);
        return (exitCode, string.Join('\n', process.Output), string.Join('\n', process.Log));
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public Task ReadyAsync() => _ready.Task.WaitAsync(Patience);

    /// <summary>Ends the process as a power cut ends it, as far as a process can tell.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Exited.WaitAsync(Patience);
    }

    /// <summary>Asks it to stop and waits until it has.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await Exited.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await Exited;
        _process.Dispose();
    }

    private async Task<int> WatchAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput, _output), ReadAsync(_process.StandardError, _log));
        await _process.WaitForExitAsync();
        _ready.TrySetException(new InvalidOperationException(
            $"the process ended with {_process.ExitCode} before it was ready:\n{string.Join('\n', _log)}"));
        _ = _ready.Task.Exception;
        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            Report.Keep($"{_name}.log", line);
            if (lines == _output && line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
                _ready.TrySetResult(line[ReadyPrefix.Length..]);
        }
    }
}
