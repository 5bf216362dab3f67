using System.CommandLine;
using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.CommandLine;

/// <summary>The options that both programs have: where to listen, where to keep data, any other setting. One of them can use SeaweedMQ.</summary>
/// <param name="withSeaweedMq">Whether this is that one.</param>
public sealed class SettingOptions(bool withSeaweedMq = false)
{
    private readonly Option<string[]> _listen = new("--listen")
    {
        Description = "Listen on HOST:PORT; may be given more than once, port 0 stands for any free port. [default: 127.0.0.1:9092]",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string[]> _advertise = new("--advertise")
    {
        Description = "Tell clients to connect to HOST:PORT; once for each --listen. [default: the address really bound]",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder that everything is kept in; made where it is missing. [default: ./data]",
        HelpName = "DIR",
    };

    private readonly Option<bool> _memory = new("--memory") { Description = "Short for --storage memory: nothing survives the end of the process." };

    private readonly Option<string?> _storage = new("--storage")
    {
        Description = withSeaweedMq
            ? "Where records are kept: seaweedmq, local (files), memory, or auto (SeaweedMQ if it answers, else files)."
            : "Where records are kept: local (files) or memory.",
        HelpName = withSeaweedMq ? "seaweedmq|local|memory|auto" : "local|memory",
    };

    private readonly Option<string?> _masters = new("--seaweedmq-masters")
    {
        Description = "SeaweedFS masters that know the brokers and filers.",
        HelpName = "HOST:PORT,...",
    };

    private readonly Option<string?> _brokers = new("--seaweedmq-broker")
    {
        Description = "SeaweedMQ brokers, instead of those that the masters know; partitions are spread over them.",
        HelpName = "HOST:PORT,...",
    };

    private readonly Option<string?> _filer = new("--seaweedmq-filer")
    {
        Description = "The SeaweedFS filer, instead of one that the masters know.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string?> _agent = new("--seaweedmq-agent")
    {
        Description = "A SeaweedMQ agent that topics which others have made are written to through, instead of the broker.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting by its name, such as num.partitions=4; may be given more than once. 'settings' lists them all.",
        HelpName = "NAME=VALUE",
    };

    /// <summary>Where settings come from besides, for the description of a command.</summary>
    public const string OtherSources =
        "Settings also come from appsettings.json (section Kafka, in the working folder) and from environment "
        + "variables (KAFKA_GATEWAY_NUM_PARTITIONS stands for num.partitions); the command line wins.";

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _listen, _advertise, _data, _storage, _memory, _set })
        {
            command.Options.Add(option);
        }

        foreach (var option in withSeaweedMq ? new Option[] { _masters, _brokers, _filer, _agent } : [])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the command line says.</summary>
    public CommandLineSettings Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return new CommandLineSettings(
            parsed.GetValue(_listen) ?? [],
            parsed.GetValue(_advertise) ?? [],
            parsed.GetValue(_data),
            parsed.GetValue(_memory) ? "memory" : parsed.GetValue(_storage),
            [
                .. Given(BrokerConfigs.SeaweedMqMasters, parsed, _masters),
                .. Given(BrokerConfigs.SeaweedMqBrokers, parsed, _brokers),
                .. Given(BrokerConfigs.SeaweedMqFiler, parsed, _filer),
                .. Given(BrokerConfigs.SeaweedMqAgent, parsed, _agent),
                .. parsed.GetValue(_set) ?? [],
            ]);
    }

    private static string[] Given(ConfigDefinition setting, ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } value ? [$"{setting.Name}={value}"] : [];
}
