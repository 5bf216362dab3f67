using System.Collections;
using KafkaGateway.Contracts.Configuration;
using Microsoft.Extensions.Configuration;

namespace KafkaGateway.CommandLine;

/// <summary>Gathers settings from where they may stand: appsettings.json, then the environment, then the command line, the later winning.</summary>
public static class SettingSources
{
    private const string File = "appsettings.json";
    private const string Section = "Kafka";
    private const string Prefix = "KAFKA_GATEWAY_";

    // Tells 'admin' where the brokers are, and may be set for a whole shell from which brokers are started, too.
    private const string ForAdmin = Prefix + "BOOTSTRAP_SERVER";

    /// <summary>The settings of this process.</summary>
    /// <param name="folder">Where appsettings.json may lie.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="commandLine">What the command line says.</param>
    /// <exception cref="SettingsException">A setting is not of the form that its place asks for, is unknown, or is invalid.</exception>
    public static BrokerSettings Read(string folder, IDictionary environment, CommandLineSettings commandLine)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(commandLine);
        return BrokerSettings.Create([.. FromFile(folder), .. FromEnvironment(environment), .. FromCommandLine(commandLine)]);
    }

    private static IEnumerable<SettingInput> FromFile(string folder)
    {
        try
        {
            return [.. new ConfigurationBuilder().SetBasePath(folder).AddJsonFile(File, optional: true).Build()
                .GetSection(Section).AsEnumerable(makePathsRelative: true)
                .Where(entry => entry.Value is not null)
                .Select(entry => new SettingInput(entry.Key, entry.Value!, File))];
        }
        catch (Exception malformed) when (malformed is InvalidDataException or FormatException)
        {
            throw new SettingsException($"{Path.Combine(folder, File)} cannot be read: {(malformed.InnerException ?? malformed).Message}", malformed);
        }
    }

    // Names of environment variables cannot hold dots, and no Kafka setting holds an underscore.
    private static IEnumerable<SettingInput> FromEnvironment(IDictionary environment) =>
        from DictionaryEntry entry in environment
        let name = (string)entry.Key
        where name.StartsWith(Prefix, StringComparison.Ordinal) && name != ForAdmin
        orderby name
        select new SettingInput(name[Prefix.Length..].ToLowerInvariant().Replace('_', '.'), (string?)entry.Value ?? "", $"the environment variable {name}");

    private static IEnumerable<SettingInput> FromCommandLine(CommandLineSettings commandLine)
    {
        foreach (var text in commandLine.Set)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            yield return equals > 0
                ? new SettingInput(text[..equals].Trim(), text[(equals + 1)..].Trim(), "--set")
                : throw new SettingsException($"--set '{text}' is not NAME=VALUE, such as num.partitions=4");
        }

        if (commandLine.Listen.Length > 0)
        {
            yield return new SettingInput(BrokerConfigs.Listeners.Name, string.Join(',', commandLine.Listen), "--listen");
        }

        if (commandLine.Advertise.Length > 0)
        {
            yield return new SettingInput(BrokerConfigs.AdvertisedListeners.Name, string.Join(',', commandLine.Advertise), "--advertise");
        }

        if (commandLine.Data is not null)
        {
            yield return new SettingInput(BrokerConfigs.LogDirs.Name, commandLine.Data, "--data");
        }

        if (commandLine.Storage is not null)
        {
            yield return new SettingInput(BrokerConfigs.RecordStorage.Name, commandLine.Storage, "--storage");
        }
    }
}
