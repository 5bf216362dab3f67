using System.Collections.Frozen;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>The values in force of all of a broker's settings. Immutable.</summary>
internal sealed class BrokerValues
{
    private readonly FrozenDictionary<ConfigDefinition, object?> _values;

    private BrokerValues(FrozenDictionary<ConfigDefinition, object?> values) => _values = values;

    /// <summary>From layers of valid texts by name, the one that goes first in front.</summary>
    public static BrokerValues Of(IReadOnlyList<IReadOnlyDictionary<string, string>> layers) => new(
        BrokerConfigs.All.All.ToFrozenDictionary(definition => definition, definition => ValueOf(definition, layers)));

    public T Get<T>(ConfigKey<T> key) => (T)_values[key]!;

    public object? Get(ConfigDefinition definition) => _values[definition];

    private static object? ValueOf(ConfigDefinition definition, IReadOnlyList<IReadOnlyDictionary<string, string>> layers)
    {
        foreach (var layer in layers)
        {
            if (layer.TryGetValue(definition.Name, out var text) && definition.TryParseBoxed(text, out var value, out _))
            {
                return value;
            }
        }

        return definition.DefaultValue;
    }
}
