using System.Collections.Immutable;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>
/// A broker's settings: checked when it starts, read by typed key, each with the source of its value. What was given at start never
/// changes; the settings that Kafka calls dynamic can be laid over it while the broker runs, so read those when they are needed
/// instead of keeping them.
/// </summary>
public sealed class BrokerSettings
{
    private readonly ImmutableDictionary<string, string> _static;
    private volatile Layers _layers;

    private BrokerSettings(ImmutableDictionary<string, string> @static)
    {
        _static = @static;
        _layers = new Layers(ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty, @static);
    }

    /// <summary>This node's id, whichever of its two names set it.</summary>
    public int NodeId => this[BrokerConfigs.NodeId];

    /// <summary>Whether the setting was given at start, even if with its default.</summary>
    public bool IsGiven(ConfigDefinition definition) => _static.ContainsKey(definition.Name);

    /// <summary>The value in force. Costs a look-up and no allocation.</summary>
    public T Get<T>(ConfigKey<T> key) => _layers.Values.Get(key);

    /// <inheritdoc cref="Get{T}(ConfigKey{T})"/>
    public int this[ConfigKey<int> key] => Get(key);

    /// <inheritdoc cref="Get{T}(ConfigKey{T})"/>
    public long this[ConfigKey<long> key] => Get(key);

    /// <inheritdoc cref="Get{T}(ConfigKey{T})"/>
    public double this[ConfigKey<double> key] => Get(key);

    /// <inheritdoc cref="Get{T}(ConfigKey{T})"/>
    public bool this[ConfigKey<bool> key] => Get(key);

    /// <inheritdoc cref="Get{T}(ConfigKey{T})"/>
    public string this[ConfigKey<string> key] => Get(key);

    /// <inheritdoc cref="Get{T}(ConfigKey{T})"/>
    public IReadOnlyList<string> this[ConfigKey<IReadOnlyList<string>> key] => Get(key);

    /// <summary>All defaults but for the given settings, the later of two with the same name winning.</summary>
    /// <exception cref="SettingsException">Names everything that is unknown, invalid or does not go together.</exception>
    public static BrokerSettings Create(IEnumerable<SettingInput> inputs) => new(SettingInputs.Check(inputs).ToImmutableDictionary());

    /// <summary>All defaults but for the given settings.</summary>
    /// <exception cref="SettingsException">Names everything that is unknown, invalid or does not go together.</exception>
    public static BrokerSettings Of(params (string Name, string Value)[] settings) =>
        Create(settings.Select(setting => new SettingInput(setting.Name, setting.Value)));

    /// <summary>Replaces what was set while the broker runs; texts by name, already checked. Takes effect at once.</summary>
    /// <param name="perBroker">What is set for this broker.</param>
    /// <param name="clusterWide">What is set as the default of all brokers.</param>
    public void ApplyDynamic(IReadOnlyDictionary<string, string> perBroker, IReadOnlyDictionary<string, string> clusterWide) =>
        _layers = new Layers(perBroker, clusterWide, _static);

    /// <summary>The value in force of any setting as text; null where there is none.</summary>
    public string? TextOf(ConfigDefinition definition) => ConfigText.Format(_layers.Values.Get(definition));

    /// <summary>All settings as DescribeConfigs lists them for a broker.</summary>
    public IReadOnlyList<ConfigEntry> List()
    {
        var layers = _layers;
        return [.. BrokerConfigs.All.All.Select(definition =>
        {
            var synonyms = layers.SynonymsOf([definition]);
            return new ConfigEntry(
                definition,
                definition.IsSensitive ? null : ConfigText.Format(layers.Values.Get(definition)),
                synonyms is [var first, ..] ? first.Source : ConfigSource.DefaultConfig,
                definition.Update == ConfigUpdate.ReadOnly,
                synonyms);
        })];
    }

    /// <summary>The value in force, boxed.</summary>
    internal object? Get(ConfigDefinition definition) => _layers.Values.Get(definition);

    /// <summary>Where values of these settings were found, in Kafka's order: by source first, then as given.</summary>
    internal IReadOnlyList<ConfigSynonym> SynonymsOf(IReadOnlyList<ConfigDefinition> definitions) => _layers.SynonymsOf(definitions);

    private sealed class Layers(
        IReadOnlyDictionary<string, string> perBroker, IReadOnlyDictionary<string, string> clusterWide, IReadOnlyDictionary<string, string> @static)
    {
        public BrokerValues Values { get; } = BrokerValues.Of([perBroker, clusterWide, @static]);

        public IReadOnlyList<ConfigSynonym> SynonymsOf(IReadOnlyList<ConfigDefinition> definitions) =>
        [
            .. From(perBroker, ConfigSource.DynamicBrokerConfig, definitions),
            .. From(clusterWide, ConfigSource.DynamicDefaultBrokerConfig, definitions),
            .. From(@static, ConfigSource.StaticBrokerConfig, definitions),
            .. definitions.Where(definition => definition.DefaultText is not null)
                .Select(definition => new ConfigSynonym(definition.Name, Shown(definition, definition.DefaultText), ConfigSource.DefaultConfig)),
        ];

        private static IEnumerable<ConfigSynonym> From(
            IReadOnlyDictionary<string, string> layer, ConfigSource source, IReadOnlyList<ConfigDefinition> definitions) =>
            from definition in definitions
            where layer.ContainsKey(definition.Name)
            select new ConfigSynonym(definition.Name, Shown(definition, layer[definition.Name]), source);

        private static string? Shown(ConfigDefinition definition, string? text) => definition.IsSensitive ? null : text;
    }
}
