using System.Globalization;
using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Groups;

/// <summary>A line of the file: the group is null where it stands for whichever group is reset.</summary>
internal sealed record ResetFileLine(string? Group, TopicPartition Partition, long Offset);

/// <summary>The file of --export and --from-file: TOPIC,PARTITION,OFFSET a line for one group, with the group in front for several.</summary>
internal static class ResetFile
{
    private const int Columns = 3;

    public static IReadOnlyList<ResetFileLine> Read(string path) =>
    [
        .. File.ReadLines(path)
            .Select((text, index) => (Text: text.Trim(), Number: index + 1))
            .Where(line => line.Text.Length > 0)
            .Select(line => Parse(line.Text, $"{path}, line {line.Number}")),
    ];

    /// <summary>A line of the file.</summary>
    public static string Format(ResetFileLine line)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{line.Partition.Topic},{line.Partition.Partition},{line.Offset}");
        return line.Group is null ? text : $"{Quoted(line.Group)},{text}";
    }

    private static ResetFileLine Parse(string text, string place)
    {
        // A group may hold commas and quotes, a topic cannot: what stands before the last three columns is the group.
        var parts = text.Split(',');
        if (parts.Length < Columns)
            throw Malformed(place);
        var group = parts.Length == Columns ? null : Unquoted(string.Join(',', parts[..^Columns]));
        if (!int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            throw Malformed(place);
        return new ResetFileLine(group, new TopicPartition(Unquoted(parts[^Columns]), partition), offset);
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(',', '"') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Unquoted(string text) =>
        text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text;

    private static AdminException Malformed(string place) => new($"{place}: not TOPIC,PARTITION,OFFSET or GROUP,TOPIC,PARTITION,OFFSET");
}
