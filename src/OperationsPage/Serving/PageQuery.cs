using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace KafkaGateway.OperationsPage.Serving;

/// <summary>
/// What is asked for. Names are in the query and not in the path, because a group may be called "..", "a/b" or nothing at all.
/// </summary>
internal readonly struct PageQuery(IQueryCollection query)
{
    /// <summary>The most rows of one answer, which bounds what it costs.</summary>
    public const int MostRows = 500;

    private const int UsualRows = 100;

    /// <summary>How many rows to pass over.</summary>
    public int From => Number("from", 0, 0, int.MaxValue);

    /// <summary>How many rows to answer with.</summary>
    public int Limit => Number("limit", UsualRows, 1, MostRows);

    /// <summary>What names must contain; empty for all.</summary>
    public string Filter => Text("filter") ?? "";

    public string? Text(string name) => query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>A name that must be given.</summary>
    public string Name(string name) => Text(name) ?? throw RefusedException.BadQuery($"{name} is missing");

    /// <summary>One of a few words, the first where none is given.</summary>
    public string OneOf(string name, params ReadOnlySpan<string> words) =>
        Text(name) is not { } given ? words[0]
        : words.Contains(given) ? given
        : throw RefusedException.BadQuery($"{name} is '{given}', but must be {string.Join(" or ", words)}");

    private int Number(string name, int otherwise, int least, int most) =>
        Text(name) is not { } given ? otherwise
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw RefusedException.BadQuery($"{name} is '{given}', but must be a number from {least} to {most}");
}
