using System.CommandLine;
using KafkaGateway.Admin;
using KafkaGateway.CommandLine;
using KafkaGateway.Silo.Hosting;
using KafkaGateway.Silo.Operations;

namespace KafkaGateway.Silo;

/// <summary>The command line: which part of the cluster a process is, and what it prints about itself.</summary>
internal static class GatewayCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand($"Kafka on Orleans. {SettingOptions.OtherSources}");
        root.Subcommands.Add(Run("silo", "Hosts actors for a cluster; clients connect elsewhere.", ProcessRole.Silo));
        root.Subcommands.Add(Run("gateway", "Listens for Kafka clients and keeps no state.", ProcessRole.Gateway));
        root.Subcommands.Add(Run("all", "Does both in one process.", ProcessRole.All));
        root.Subcommands.Add(HealthCommand.Create());
        foreach (var print in PrintCommands.All)
            root.Subcommands.Add(print);
        root.Subcommands.Add(AdminCommand.Create());
        return root;
    }

    private static Command Run(string name, string description, ProcessRole role)
    {
        var options = new SettingOptions(withSeaweedMq: true);
        var command = new Command(name, description);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ProcessRun.RunAsync(role, options.Read(parsed), cancellationToken));
        return command;
    }
}
