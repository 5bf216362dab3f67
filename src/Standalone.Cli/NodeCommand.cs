using System.CommandLine;

namespace KafkaGateway.Standalone.Cli;

/// <summary>The command line: what can be asked of a node, and what it prints about itself.</summary>
internal static class NodeCommand
{
    public static RootCommand Create()
    {
        var listen = new Option<string[]>("--listen")
        {
            Description = "Listen on HOST:PORT; may be given more than once, port 0 stands for any free port. [default: 127.0.0.1:9092]",
            HelpName = "HOST:PORT",
        };
        var advertise = new Option<string[]>("--advertise")
        {
            Description = "Tell clients to connect to HOST:PORT; once for each --listen. [default: the address really bound]",
            HelpName = "HOST:PORT",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The folder that everything is kept in; made where it is missing. [default: ./data]",
            HelpName = "DIR",
        };
        var memory = new Option<bool>("--memory") { Description = "Keep everything in memory: nothing survives the end of the process." };
        var set = new Option<string[]>("--set")
        {
            Description = "A setting by its Kafka name, such as num.partitions=4; may be given more than once. 'settings' lists them all.",
            HelpName = "NAME=VALUE",
        };

        var root = new RootCommand(
            "A Kafka node in one process. Settings also come from appsettings.json (section Kafka, in the working folder) and from environment "
            + "variables (KAFKA_GATEWAY_NUM_PARTITIONS stands for num.partitions); the command line wins.");
        foreach (var option in new Option[] { listen, advertise, data, memory, set })
        {
            root.Options.Add(option);
        }

        root.SetAction((parsed, cancellationToken) => NodeRun.RunAsync(
            new CommandLineSettings(
                parsed.GetValue(listen) ?? [],
                parsed.GetValue(advertise) ?? [],
                parsed.GetValue(data),
                parsed.GetValue(memory),
                parsed.GetValue(set) ?? []),
            cancellationToken));
        root.Subcommands.Add(Print("settings", "Lists all settings with their defaults, as a Markdown table.", SettingsTable.Markdown));
        root.Subcommands.Add(Print("apis", "Lists the APIs and versions served, as a Markdown table.", Gateway.ServedApisTable.Markdown));
        return root;
    }

    private static Command Print(string name, string description, Func<string> text)
    {
        var command = new Command(name, description);
        command.SetAction(_ => Console.Out.Write(text()));
        return command;
    }
}
