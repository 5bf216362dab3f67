namespace KafkaGateway.Contracts.Configuration;

/// <summary>The words that settings are declared with.</summary>
internal static class Declare
{
    public static ConfigKey<bool> Boolean(
        string name, bool @default, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.Boolean, @default, null, documentation, update);

    public static ConfigKey<string> String(
        string name, string @default, ConfigRule? rule, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.String, @default, rule, documentation, update);

    public static ConfigKey<string?> OptionalString(string name, ConfigRule? rule, string documentation) =>
        new(name, ConfigType.String, null, rule, documentation, ConfigUpdate.ReadOnly);

    public static ConfigKey<string?> OptionalPassword(string name, ConfigRule? rule, string documentation) =>
        new(name, ConfigType.Password, null, rule, documentation, ConfigUpdate.ReadOnly);

    public static ConfigKey<int> Int(
        string name, int @default, ConfigRule? rule, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.Int, @default, rule, documentation, update);

    public static ConfigKey<int?> OptionalInt(
        string name, ConfigRule? rule, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.Int, null, rule, documentation, update);

    public static ConfigKey<long> Long(
        string name, long @default, ConfigRule? rule, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.Long, @default, rule, documentation, update);

    public static ConfigKey<long?> OptionalLong(
        string name, ConfigRule? rule, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.Long, null, rule, documentation, update);

    public static ConfigKey<double> Double(
        string name, double @default, ConfigRule? rule, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.Double, @default, rule, documentation, update);

    public static ConfigKey<IReadOnlyList<string>> List(
        string name, string[] @default, ConfigRule? rule, string documentation, ConfigUpdate update = ConfigUpdate.ReadOnly) =>
        new(name, ConfigType.List, @default, rule, documentation, update);
}
