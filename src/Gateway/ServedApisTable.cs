using System.Globalization;
using System.Text;
using KafkaGateway.Gateway.Dispatch;

namespace KafkaGateway.Gateway;

/// <summary>The table of what is served, for the documentation: made from the same declaration as the ApiVersions answer.</summary>
public static class ServedApisTable
{
    /// <summary>One row an API, by API key.</summary>
    public static string Markdown()
    {
        var table = new StringBuilder("| key | API | versions |\n| --- | --- | --- |\n");
        foreach (var api in ServedApis.All)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {api.Key} | {api.Name} | {api.MinVersion}-{api.MaxVersion} |\n");
        }

        return table.ToString();
    }
}
