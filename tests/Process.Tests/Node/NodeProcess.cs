namespace KafkaGateway.Process.Tests.Node;

/// <summary>A node that is a process of its own.</summary>
internal sealed class NodeProcess : WatchedProcess
{
    private NodeProcess(NodeCommandLine commandLine)
        : base(commandLine.ToStartInfo())
    {
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Log)> RunAsync(NodeCommandLine commandLine)
    {
        await using var node = new NodeProcess(commandLine);
        return await node.EndAsync();
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
            await node.ReadyAsync();
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

    public Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(Address);
}
