using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace KafkaGateway.Shared;

/// <summary>A process of ours as an operator runs it: started, watched, signalled and killed.</summary>
internal abstract class WatchedProcess : IAsyncDisposable
{
    public const string ReadyPrefix = "ready: ";
    public const string KafkaPrefix = "kafka://";

    /// <summary>A start may wait for the silos before it to be declared dead, on a machine that has other things to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly System.Diagnostics.Process _process;
    private readonly Action<string>? _keep;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="start">How it is started.</param>
    /// <param name="keep">Given each line that it writes.</param>
    protected WatchedProcess(ProcessStartInfo start, Action<string>? keep = null)
    {
        _keep = keep;
        _process = System.Diagnostics.Process.Start(start)!;
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

    /// <summary>Waits until it says that it is ready.</summary>
    public Task ReadyAsync() => _ready.Task.WaitAsync(Patience);

    /// <summary>Completes once the log has a line with that text.</summary>
    public async Task LoggedAsync(string text)
    {
        var logged = _awaited.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_log.Any(line => line.Contains(text, StringComparison.Ordinal)))
            return;
        await logged.Task.WaitAsync(Patience);
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Asks it to stop and waits until it has.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TerminateAsync()
    {
        Signal("TERM");
        return Exited.WaitAsync(Patience);
    }

    /// <summary>Ends the process as a power cut ends it, as far as a process can tell.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Exited.WaitAsync(Patience);
    }

    /// <summary>Waits until it ends by itself, and tells all that it wrote.</summary>
    public async Task<(int ExitCode, string Output, string Log)> EndAsync()
    {
        var exitCode = await Exited.WaitAsync(Patience);
        return (exitCode, string.Join('\n', _output), string.Join('\n', _log));
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
        await Task.WhenAll(ReadAsync(_process.StandardOutput, _output, SeeReady), ReadAsync(_process.StandardError, _log, SeeLogged));
        await _process.WaitForExitAsync();
        _ready.TrySetException(new InvalidOperationException(
            $"the process ended with {_process.ExitCode} before it was ready:\n{string.Join('\n', _log)}"));
        _ = _ready.Task.Exception;
        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines, Action<string> see)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            _keep?.Invoke(line);
            see(line);
        }
    }

    private void SeeReady(string line)
    {
        if (line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
            _ready.TrySetResult(line[ReadyPrefix.Length..]);
    }

    private void SeeLogged(string line)
    {
        foreach (var (text, logged) in _awaited)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                logged.TrySetResult();
        }
    }
}
