namespace KafkaGateway.Shared.Processes;

/// <summary>A place in the cluster: a name, a role and ports, which stay the same from one process there to the next.</summary>
internal sealed class Member(string name, string role, MemberCommandLine commandLine) : IAsyncDisposable
{
    private readonly List<MemberProcess> _earlier = [];
    private MemberProcess? _process;

    public string Name => name;

    public bool IsSilo => role is "silo" or "all";

    public bool Listens => role is "gateway" or "all";

    public bool IsRunning => _process is { Exited.IsCompleted: false };

    public string Address => Process.Address;

    public ProcessUse Use => Process.Use;

    /// <summary>The process that is there now, or was last.</summary>
    public MemberProcess Process => _process ?? throw new InvalidOperationException($"{name} was never started");

    public IEnumerable<string> Log => _earlier.Append(Process).SelectMany(process => process.Log);

    public void Launch()
    {
        if (_process is not null)
            _earlier.Add(_process);
        _process = MemberProcess.Launch(commandLine);
    }

    /// <exception cref="InvalidOperationException">It did not start; says which, and why.</exception>
    public async Task ReadyAsync()
    {
        try
        {
            await Process.ReadyAsync();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{name} did not start: {failure.Message}\n{string.Join('\n', Process.Log)}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _earlier.Append(_process))
        {
            if (process is not null)
                await process.DisposeAsync();
        }
    }
}
