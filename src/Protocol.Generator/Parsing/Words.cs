using System.Globalization;
using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Parsing;

/// <summary>Understands names, numbers and versions.</summary>
internal static class Words
{
    public static string Name(Token token)
    {
        var text = token.Text;
        var valid = text.Length > 0 && text[0] is >= 'A' and <= 'Z' && text.All(IsLetterOrDigit);
        return valid ? text : throw new SchemaException(token, $"'{text}' is no name: an upper-case letter, then letters and digits");
    }

    public static int Number(Token token, string what)
    {
        if (!int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > short.MaxValue)
            throw new SchemaException(token, $"'{token.Text}' is no {what}");
        return number;
    }

    /// <summary>N or N-M.</summary>
    public static VersionRange Span(Token token) =>
        TryRange(token, openEnd: -1) is { IsEmpty: false } span ? span : throw new SchemaException(token, $"'{token.Text}' is no span of versions");

    /// <summary>N, N-M or N+; null where the word does not begin with a digit.</summary>
    public static VersionRange? Range(Token token, VersionRange all)
    {
        if (token.Text.Length == 0 || token.Text[0] is < '0' or > '9')
            return null;
        var range = TryRange(token, all.High) ?? throw new SchemaException(token, $"'{token.Text}' is no range of versions");
        if (range.IsEmpty || !all.Contains(range))
            throw new SchemaException(token, $"versions {token.Text} are not among {all}");
        return range;
    }

    private static VersionRange? TryRange(Token token, int openEnd)
    {
        var text = token.Text;
        var dash = text.IndexOf('-');
        if (dash >= 0)
            return TryNumber(text.Substring(0, dash), out var from) && TryNumber(text.Substring(dash + 1), out var to) ? new(from, to) : null;
        if (openEnd >= 0 && text.EndsWith("+", StringComparison.Ordinal))
            return TryNumber(text.Substring(0, text.Length - 1), out var low) ? new(low, openEnd) : null;
        return TryNumber(text, out var only) ? new(only, only) : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < short.MaxValue;

    private static bool IsLetterOrDigit(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
