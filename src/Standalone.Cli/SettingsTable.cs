using System.Text;
using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.Standalone.Cli;

/// <summary>All broker settings as a Markdown table.</summary>
internal static class SettingsTable
{
    public static string Markdown()
    {
        var table = new StringBuilder("| setting | type | default | what it does |\n| --- | --- | --- | --- |\n");
        foreach (var definition in BrokerConfigs.All.All)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"| {definition.Name} | {definition.Type.ToString().ToLowerInvariant()} | {definition.DefaultText} | {definition.Documentation} |\n");
        }

        return table.ToString();
    }
}
