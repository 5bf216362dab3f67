using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Configs;

/// <summary>Shows settings: those that were changed while the broker ran, or all.</summary>
internal static class ConfigDescribing
{
    public static async Task RunAsync(Session session, ConfigEntity entity, IReadOnlyList<string> names, bool all)
    {
        var described = await ConfigCalls.DescribeAsync(session.Client, entity, names, session.Stop);
        var shown = names
            .Select(name => new DescribedEntity(name, [.. described.GetValueOrDefault(name, []).Where(config => all || config.IsDynamic)]))
            .ToList();
        session.Results.Show(
            shown,
            entities => Tables.Of(
                [.. entities.SelectMany(one => one.Configs, (one, config) => (one.EntityName, Config: config))],
                new(entity == ConfigEntity.Topic ? "TOPIC" : "BROKER", row => row.EntityName.Length == 0 ? "default" : row.EntityName),
                new("NAME", row => row.Config.Name),
                new("VALUE", row => row.Config.IsSensitive ? "(sensitive)" : row.Config.Value),
                new("SOURCE", row => row.Config.Source)));
        if (!session.Results.IsJson && shown.All(one => one.Configs.Count == 0))
            session.Progress.Say("No setting was changed; --all shows those that hold.");
    }

    private sealed record DescribedEntity(string EntityName, IReadOnlyList<ConfigEntry> Configs);
}
