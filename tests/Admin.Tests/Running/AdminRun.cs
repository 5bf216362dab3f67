using System.CommandLine;
using System.Text;
using System.Text.Json;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Tests.Running;

/// <summary>What a command came to: its exit code, and what it wrote.</summary>
internal sealed record AdminRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last line of a table, its cells without the blanks between them.</summary>
    public string[] LastRow => Cells(Lines[^1]);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command in this process, as a program would that is piped into others.</summary>
    public static async Task<AdminRun> RunAsync(IReadOnlyList<string> arguments, byte[]? input = null, Action? written = null, CancellationToken stop = default)
    {
        var output = new WatchedStream(written);
        await using var error = new StringWriter();
        var terminal = new Terminal(() => new MemoryStream(input ?? []), () => output, error, OutputWidth: null, ErrorIsTerminal: false);
        var root = new RootCommand();
        root.Subcommands.Add(AdminCommand.Create(terminal));
        var invocation = new InvocationConfiguration { Error = error, EnableDefaultExceptionHandler = false };
        var exitCode = await root.Parse(["admin", .. arguments]).InvokeAsync(invocation, stop);
        return new AdminRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    // Tells of what comes in; all other ways to write end here.
    private sealed class WatchedStream(Action? written) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            written?.Invoke();
        }
    }
}
