namespace KafkaGateway.Contracts.Configuration;

/// <summary>What is known of one setting: the one place that validation, defaults, listings and documentation come from.</summary>
public abstract class ConfigDefinition
{
    private protected ConfigDefinition(string name, ConfigType type, string documentation, ConfigUpdate update)
    {
        Name = name;
        Type = type;
        Documentation = documentation;
        Update = update;
    }

    /// <summary>The setting's name, Kafka's own where Kafka has it.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public ConfigType Type { get; }

    /// <summary>What it does, in a sentence or two.</summary>
    public string Documentation { get; }

    /// <summary>Whether it can change while a broker runs. Says nothing about the settings of topics, which always can.</summary>
    public ConfigUpdate Update { get; }

    /// <summary>Whether its value must never be shown.</summary>
    public bool IsSensitive => Type == ConfigType.Password;

    /// <summary>The default as Kafka shows it; null where there is none.</summary>
    public abstract string? DefaultText { get; }

    /// <summary>What values are taken, in words, or null where the type says it all.</summary>
    public abstract string? Allowed { get; }

    /// <summary>The default, boxed.</summary>
    internal abstract object? DefaultValue { get; }

    /// <summary>
    /// Checks a text. Null where it is valid, else a message in Kafka's form:
    /// "Invalid value 0 for configuration num.partitions: Value must be at least 1".
    /// </summary>
    public string? Validate(string text) => TryParseBoxed(text, out _, out var error) ? null : error;

    /// <summary>The text as Kafka shows it (a number without blanks, a list without blanks around its commas); invalid texts stay as they are.</summary>
    public string Normalize(string text) => TryParseBoxed(text, out var value, out _) ? ConfigText.Format(value) ?? text : text;

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal abstract bool TryParseBoxed(string text, out object? value, out string? error);
}
