using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using static KafkaGateway.Admin.OptionGroup;

namespace KafkaGateway.Admin.Configs;

/// <summary>'configs', after kafka-configs.sh.</summary>
internal sealed class ConfigsCommand
{
    private readonly Option<string?> _type = Text("--entity-type", "topics|brokers", "What has the settings.");
    private readonly Option<string?> _name = Text("--entity-name", "NAME", "The topic, or the id of the broker.");
    private readonly Option<bool> _default = Flag("--entity-default", "What holds for all brokers.");
    private readonly Option<bool> _all = Flag("--all", "Settings with the values that nobody has changed, too.");
    private readonly Option<string?> _add = Text("--add-config", "NAME=VALUE,...", "Settings to set; a value with commas stands in square brackets.");
    private readonly Option<string?> _delete = Text("--delete-config", "NAME,...", "Settings to take back.");

    private ConfigsCommand()
    {
    }

    public static Command Create(AdminHost host) => new ConfigsCommand().Build(host);

    private Command Build(AdminHost host) => host.Create(
        "configs",
        "Describes and alters settings of topics and brokers.",
        new CommandAction(Flag("--describe", "Show settings."), [_type], [_name, _default, _all], DescribeAsync),
        new CommandAction(Flag("--alter", "Change settings."), [_type], [_name, _default, _add, _delete], AlterAsync));

    private async Task DescribeAsync(Session session)
    {
        var entity = ConfigEntityExtensions.Parse(session.Get(_type)!);
        var names = Name(session, entity) is { } name ? [name] : await NamesAsync(session, entity);
        await ConfigDescribing.RunAsync(session, entity, names, session.Get(_all));
    }

    private async Task AlterAsync(Session session)
    {
        var entity = ConfigEntityExtensions.Parse(session.Get(_type)!);
        var name = Name(session, entity) ?? throw new AdminException("--alter needs --entity-name, or --entity-default");
        ConfigChange[] changes =
        [
            .. ConfigChange.ParseAdditions(session.Get(_add) ?? ""),
            .. ConfigChange.ParseDeletions(session.Get(_delete) ?? ""),
        ];
        if (changes.Length == 0)
            throw new AdminException("--alter needs --add-config or --delete-config");
        await ConfigCalls.AlterAsync(session.Client, entity, name, changes, session.Stop);
        session.Results.Show(new AlteredEntity(session.Get(_type)!, name, changes), altered => [Tables.Line($"Altered {altered.EntityType} {Shown(name)}.")]);
    }

    /// <summary>The entity named; empty for what holds for all, null where none was named.</summary>
    private string? Name(Session session, ConfigEntity entity)
    {
        var name = session.Get(_name);
        if (!session.Get(_default))
            return name;
        if (name is not null)
            throw new AdminException("--entity-name and --entity-default exclude each other");
        return entity == ConfigEntity.Broker ? "" : throw new AdminException("--entity-default goes with --entity-type brokers");
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(Session session, ConfigEntity entity)
    {
        var metadata = await session.Client.MetadataAsync(entity == ConfigEntity.Topic ? null : [], session.Stop);
        return entity == ConfigEntity.Topic
            ? [.. metadata.Topics.Select(topic => topic.Name)]
            : [.. metadata.Nodes.Select(node => $"{node.Id}")];
    }

    private static string Shown(string name) => name.Length == 0 ? "default" : name;

    private sealed record AlteredEntity(string EntityType, string EntityName, IReadOnlyList<ConfigChange> Changes);
}
