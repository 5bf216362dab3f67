namespace KafkaGateway.Contracts.Configuration;

/// <summary>A value that stands, or would stand if those before it were taken away.</summary>
public sealed record ConfigSynonym(string Name, string? Value, ConfigSource Source);

/// <summary>One setting as DescribeConfigs lists it.</summary>
/// <param name="Definition">Its name, type and documentation.</param>
/// <param name="Value">The value in force; null where there is none or it must not be shown.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="IsReadOnly">Whether AlterConfigs refuses it.</param>
/// <param name="Synonyms">Where values for it were found, the one in force first.</param>
public sealed record ConfigEntry(
    ConfigDefinition Definition, string? Value, ConfigSource Source, bool IsReadOnly, IReadOnlyList<ConfigSynonym> Synonyms);
