using System.Text.Json;

namespace KafkaGateway.OperationsPage.Tests.Hosting;

/// <summary>Reads single figures and lists out of data.</summary>
internal static class JsonText
{
    /// <summary>A member as it is written, strings without their quotes.</summary>
    public static string Text(this JsonElement data, string name) => data.GetProperty(name).ToString();

    /// <summary>The elements of a list.</summary>
    public static List<JsonElement> List(this JsonElement data, string name) => [.. data.GetProperty(name).EnumerateArray()];

    /// <summary>One member of each element of a list.</summary>
    public static IEnumerable<string> Each(this JsonElement data, string list, string name) => data.List(list).Select(element => element.Text(name));
}
