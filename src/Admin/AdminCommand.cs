using System.CommandLine;
using KafkaGateway.Admin.Cluster;
using KafkaGateway.Admin.Configs;
using KafkaGateway.Admin.Consume;
using KafkaGateway.Admin.Groups;
using KafkaGateway.Admin.Output;
using KafkaGateway.Admin.Produce;
using KafkaGateway.Admin.Records;
using KafkaGateway.Admin.Topics;

namespace KafkaGateway.Admin;

/// <summary>'admin': an operator's commands, spoken over the Kafka protocol to any broker.</summary>
public static class AdminCommand
{
    /// <summary>The command, for a program's root.</summary>
    public static Command Create() => Create(Terminal.OfProcess());

    internal static Command Create(Terminal terminal)
    {
        var common = new CommonOptions();
        var host = new AdminHost(common, terminal);
        var admin = new Command("admin", "Looks after topics, groups, settings and records of a Kafka cluster, with the options of Kafka's own tools.");
        common.AddTo(admin);
        admin.Subcommands.Add(TopicsCommand.Create(host));
        admin.Subcommands.Add(GroupsCommand.Create(host));
        admin.Subcommands.Add(ConfigsCommand.Create(host));
        admin.Subcommands.Add(ClusterCommand.Create(host));
        admin.Subcommands.Add(ApiVersionsCommand.Create(host));
        admin.Subcommands.Add(DeleteRecordsCommand.Create(host));
        admin.Subcommands.Add(ProduceCommand.Create(host));
        admin.Subcommands.Add(ConsumeCommand.Create(host));
        return admin;
    }
}
