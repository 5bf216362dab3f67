using System.Text;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Standalone;

namespace KafkaGateway.Admin.Tests.Running;

/// <summary>A test of commands against a node of its own.</summary>
public abstract class AdminTest : IAsyncLifetime
{
    protected KafkaNode Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await KafkaNode.StartAsync(options => options.Settings["group.initial.rebalance.delay.ms"] = "0");

    public async Task DisposeAsync() => await Node.DisposeAsync();

    /// <summary>Runs a command, its words parted by blanks.</summary>
    private protected Task<AdminRun> RunAsync(string command, string? input = null, Action? written = null, CancellationToken stop = default) => AdminRun.RunAsync(
        [.. command.Split(' '), "--bootstrap-server", Node.BootstrapServers], input is null ? null : Encoding.UTF8.GetBytes(input), written, stop);

    /// <summary>Runs a command that must succeed.</summary>
    private protected async Task<AdminRun> SucceedAsync(string command, string? input = null)
    {
        var run = await RunAsync(command, input);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>Runs a command that must fail.</summary>
    /// <returns>The lines that say why.</returns>
    private protected async Task<string[]> FailAsync(string command, string? input = null)
    {
        var run = await RunAsync(command, input);
        Assert.Equal(1, run.ExitCode);
        return run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private protected Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(Node.BootstrapServers);
}
