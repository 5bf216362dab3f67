using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private const string Variable = "KAFKA_GATEWAY_BOOTSTRAP_SERVER";
    private const string DefaultServer = "127.0.0.1:9092";
    private const int DefaultTimeoutMs = 30_000;

    private readonly Option<string?> _servers = new("--bootstrap-server")
    {
        Description = $"The brokers to connect to first. [env: {Variable}] [default: {DefaultServer}]",
        HelpName = "HOST:PORT,...",
        Recursive = true,
    };

    private readonly Option<int?> _timeout = OptionGroup.Number<int>(
        "--timeout", "MS", $"How long to wait for a connection or an answer, and to try again after errors that may pass. [default: {DefaultTimeoutMs}]");

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, for scripts.", Recursive = true };

    public void AddTo(Command command)
    {
        _timeout.Recursive = true;
        command.Options.Add(_servers);
        command.Options.Add(_timeout);
        command.Options.Add(_json);
    }

    /// <summary>Begins a run. Nothing is connected to yet.</summary>
    public Session Start(ParseResult asked, Terminal terminal, CancellationToken stop)
    {
        var servers = asked.GetValue(_servers) ?? Environment.GetEnvironmentVariable(Variable) ?? DefaultServer;
        var timeoutMs = asked.GetValue(_timeout) ?? DefaultTimeoutMs;
        if (timeoutMs <= 0)
            throw new AdminException($"--timeout {timeoutMs} is not a number of milliseconds above 0");
        var client = new KafkaClient(BrokerAddress.ParseList(servers), TimeSpan.FromMilliseconds(timeoutMs));
        return new Session(asked, client, terminal, asked.GetValue(_json), stop);
    }
}
