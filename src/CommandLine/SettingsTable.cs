using System.Globalization;
using System.Text;
using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.CommandLine;

/// <summary>All settings as Markdown tables, one row a setting, in the order of their names.</summary>
public static class SettingsTable
{
    /// <summary>The settings of brokers, then those of topics.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("## Broker settings\n\n| setting | type | default | allowed | can change while it runs | what it does |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var setting in BrokerConfigs.All.All)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {setting.Name} | {TypeOf(setting)} | {setting.DefaultText} | {setting.Allowed} | {WordsFor(setting.Update)} | {setting.Documentation} |\n");
        }

        text.Append("\n## Topic settings\n\n| setting | type | default | allowed | what it does |\n| --- | --- | --- | --- | --- |\n");
        foreach (var setting in TopicConfigs.All.All)
            text.Append(CultureInfo.InvariantCulture, $"| {setting.Name} | {TypeOf(setting)} | {setting.DefaultText} | {setting.Allowed} | {setting.Documentation} |\n");
        return text.ToString();
    }

    private static string TypeOf(ConfigDefinition setting) => setting.Type.ToString().ToLowerInvariant();

    private static string WordsFor(ConfigUpdate update) => update switch
    {
        ConfigUpdate.ClusterWide => "for one node or all",
        ConfigUpdate.PerBroker => "for one node",
        _ => "no",
    };
}
