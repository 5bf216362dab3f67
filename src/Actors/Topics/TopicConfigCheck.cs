using System.Collections.Immutable;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Topics;

/// <summary>Checks what a topic wants to set itself.</summary>
internal static class TopicConfigCheck
{
    /// <summary>What a CreateTopics request sets, the last of two with one name; or why it cannot.</summary>
    public static (ImmutableSortedDictionary<string, string> Overrides, KafkaError? Error) Read(
        IReadOnlyList<CreateTopicsRequest.CreatableTopicConfig> configs, BrokerSettings broker)
    {
        var overrides = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var config in configs)
        {
            if (config.Value is null)
            {
                return (overrides.ToImmutable(), Invalid($"Null value not supported for topic configs: {config.Name}"));
            }

            overrides[config.Name] = config.Value;
        }

        return (overrides.ToImmutable(), Check(overrides.ToImmutable(), broker));
    }

    /// <summary>Null where every setting is known and valid and they go together.</summary>
    public static KafkaError? Check(IReadOnlyDictionary<string, string> overrides, BrokerSettings broker)
    {
        foreach (var (name, value) in overrides)
        {
            var definition = TopicConfigs.All.Find(name);
            if ((definition is null ? Unknown(name) : definition.Validate(value)) is { } problem)
            {
                return Invalid(problem);
            }
        }

        var settings = new TopicSettings(broker, overrides);
        var (least, most) = (settings.Get(TopicConfigs.MinCompactionLagMs), settings.Get(TopicConfigs.MaxCompactionLagMs));
        return least > most ? Invalid($"{TopicConfigs.MinCompactionLagMs} ({least}) is greater than {TopicConfigs.MaxCompactionLagMs} ({most})")
            : settings.Get(TopicConfigs.RemoteStorageEnable) ? Invalid("There is no tiered storage, so a topic cannot use it")
            : null;
    }

    private static KafkaError Invalid(string problem) => new(ErrorCode.InvalidConfig, problem);

    private static string Unknown(string name) =>
        TopicConfigs.All.Nearest(name) is { } near ? $"Unknown topic config name: {name}; did you mean {near}?" : $"Unknown topic config name: {name}";
}
