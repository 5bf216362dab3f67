using System.CommandLine;

namespace KafkaGateway.CommandLine;

/// <summary>The commands that print what a program knows about itself.</summary>
public static class PrintCommands
{
    /// <summary>'settings' and 'apis'.</summary>
    public static IEnumerable<Command> All =>
    [
        Print("settings", "Lists all settings of brokers and topics with their defaults, as Markdown tables.", SettingsTable.Markdown),
        Print("apis", "Lists the APIs and versions served, as a Markdown table.", Gateway.ServedApisTable.Markdown),
    ];

    private static Command Print(string name, string description, Func<string> text)
    {
        var command = new Command(name, description);
        command.SetAction(_ => Console.Out.Write(text()));
        return command;
    }
}
