using System.CommandLine;
using KafkaGateway.Admin;
using KafkaGateway.CommandLine;

namespace KafkaGateway.Standalone.Cli;

/// <summary>The command line: what can be asked of a node, and what it prints about itself.</summary>
internal static class NodeCommand
{
    public static RootCommand Create()
    {
        var options = new SettingOptions();
        var root = new RootCommand($"A Kafka node in one process. {SettingOptions.OtherSources}");
        options.AddTo(root);
        root.SetAction((parsed, cancellationToken) => NodeRun.RunAsync(options.Read(parsed), cancellationToken));
        foreach (var print in PrintCommands.All)
        {
            root.Subcommands.Add(print);
        }

        root.Subcommands.Add(AdminCommand.Create());
        return root;
    }
}
