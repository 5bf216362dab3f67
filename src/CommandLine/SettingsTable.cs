using System.Text;
using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.CommandLine;

/// <summary>All broker settings as a Markdown table.</summary>
public static class SettingsTable
{
    /// <summary>One row a setting, in the order of their names.</summary>
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
