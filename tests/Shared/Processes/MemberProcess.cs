namespace KafkaGateway.Shared.Processes;

/// <summary>One process of a cluster.</summary>
internal sealed class MemberProcess : WatchedProcess
{
    private MemberProcess(MemberCommandLine commandLine)
        : base(commandLine.ToStartInfo(), line => Report.Keep($"{commandLine.Name}.log", line))
    {
    }

    /// <summary>Starts a process without waiting for anything.</summary>
    public static MemberProcess Launch(MemberCommandLine commandLine) => new(commandLine);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Log)> RunAsync(MemberCommandLine commandLine)
    {
        await using var process = new MemberProcess(commandLine);
        return await process.EndAsync();
    }
}
