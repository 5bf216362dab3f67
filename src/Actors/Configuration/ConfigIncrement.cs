using System.Collections.Immutable;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using AlterableConfig = KafkaGateway.Protocol.Messages.IncrementalAlterConfigsRequest.AlterableConfig;

namespace KafkaGateway.Actors.Configuration;

/// <summary>IncrementalAlterConfigs (KIP-339): single settings are set, deleted, or, where they are lists, made longer or shorter.</summary>
internal static class ConfigIncrement
{
    private const sbyte Set = 0;
    private const sbyte Delete = 1;
    private const sbyte AppendTo = 2;
    private const sbyte SubtractFrom = 3;

    /// <summary>The overrides after the changes, or why there are none.</summary>
    /// <param name="known">The settings that the resource has.</param>
    /// <param name="current">The overrides before.</param>
    /// <param name="inForce">The text in force of a list that is not overridden.</param>
    /// <param name="changes">What to do.</param>
    public static (ImmutableSortedDictionary<string, string> Configs, KafkaError? Error) Apply(
        ConfigSet known,
        ImmutableSortedDictionary<string, string> current,
        Func<ConfigDefinition, string?> inForce,
        IReadOnlyList<AlterableConfig> changes)
    {
        if (Malformed(changes) is { } malformed)
        {
            return (current, malformed);
        }

        foreach (var change in changes)
        {
            if (change.ConfigOperation is AppendTo or SubtractFrom)
            {
                if (known.Find(change.Name) is not { Type: ConfigType.List } list)
                {
                    var verb = change.ConfigOperation == AppendTo ? "APPEND" : "SUBTRACT";
                    return (current, new(ErrorCode.InvalidConfig, $"Can't {verb} to key {change.Name} because its type is not LIST"));
                }

                var items = Items(current.GetValueOrDefault(change.Name) ?? inForce(list));
                var named = Items(change.Value);
                current = current.SetItem(
                    change.Name, string.Join(',', change.ConfigOperation == AppendTo ? items.Union(named) : items.Except(named)));
            }
            else
            {
                current = change.ConfigOperation == Delete ? current.Remove(change.Name) : current.SetItem(change.Name, change.Value!);
            }
        }

        return (current, null);
    }

    private static KafkaError? Malformed(IReadOnlyList<AlterableConfig> changes)
    {
        if (changes.DistinctBy(change => change.Name).Count() < changes.Count)
        {
            return new(ErrorCode.InvalidRequest, "Error due to duplicate config keys");
        }

        if (changes.FirstOrDefault(change => change.ConfigOperation is < Set or > SubtractFrom) is { } unknown)
        {
            return new(ErrorCode.InvalidRequest, $"Unknown operation type {unknown.ConfigOperation} for {unknown.Name}");
        }

        var withoutValue = changes.Where(change => change.ConfigOperation != Delete && change.Value is null).Select(change => change.Name).ToList();
        return withoutValue.Count == 0 ? null
            : new(ErrorCode.InvalidRequest, $"Null value not supported for: {string.Join(", ", withoutValue)}");
    }

    private static string[] Items(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
