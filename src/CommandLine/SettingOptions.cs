using System.CommandLine;

namespace KafkaGateway.CommandLine;

/// <summary>The options that both programs have: where to listen, where to keep data, any other setting.</summary>
public sealed class SettingOptions
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

    private readonly Option<bool> _memory = new("--memory") { Description = "Keep everything in memory: nothing survives the end of the process." };

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
        foreach (var option in new Option[] { _listen, _advertise, _data, _memory, _set })
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
            parsed.GetValue(_memory),
            parsed.GetValue(_set) ?? []);
    }
}
