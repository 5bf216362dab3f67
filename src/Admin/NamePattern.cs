using System.Text.RegularExpressions;
using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin;

/// <summary>Names as Kafka's tools take them: regular expressions that must match as a whole, parted by commas.</summary>
internal sealed class NamePattern
{
    private readonly Regex _regex;
    private readonly string _text;

    private NamePattern(string text)
    {
        _text = text;
        try
        {
            var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            _regex = new Regex($"^(?:{string.Join('|', names)})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception invalid) when (invalid is ArgumentException or NotSupportedException)
        {
            throw new AdminException($"'{text}' is no regular expression: {invalid.Message}", invalid);
        }
    }

    /// <summary>The pattern that was given; null, for all names, where none was.</summary>
    public static NamePattern? Of(string? text) => text is null ? null : new NamePattern(text);

    public bool Matches(string name) => _regex.IsMatch(name);

    public override string ToString() => _text;
}
