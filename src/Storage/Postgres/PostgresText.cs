using System.Text;

namespace KafkaGateway.Storage.Postgres;

/// <summary>
/// Names and metadata as PostgreSQL keeps them. Kafka lets a string hold anything, PostgreSQL anything but NUL; so NUL, and the mark that stands for
/// it, are written as two characters. All other strings are kept as they are.
/// </summary>
internal static class PostgresText
{
    private const char Mark = '\u001a';
    private const char Nul = '0';
    private const char Itself = '1';
    private const char OpeningBrace = '2';
    private const char ClosingBrace = '3';

    /// <summary>What is kept for that text; at most twice as long.</summary>
    public static string Escape(string text) =>
        text.AsSpan().ContainsAny('\0', Mark)
            ? new StringBuilder(text).Replace($"{Mark}", $"{Mark}{Itself}").Replace("\0", $"{Mark}{Nul}").ToString()
            : text;

    /// <summary>The text that was kept as that.</summary>
    public static string Unescape(string kept) =>
        kept.Contains(Mark)
            ? new StringBuilder(kept).Replace($"{Mark}{Nul}", "\0").Replace($"{Mark}{Itself}", $"{Mark}").ToString()
            : kept;

    /// <summary>The same without braces, which Orleans takes for places to fill in when it writes a key to its log.</summary>
    public static string EscapeKey(string key)
    {
        var escaped = Escape(key);
        return escaped.AsSpan().ContainsAny('{', '}')
            ? new StringBuilder(escaped).Replace("{", $"{Mark}{OpeningBrace}").Replace("}", $"{Mark}{ClosingBrace}").ToString()
            : escaped;
    }

    /// <summary>The key that was kept as that.</summary>
    public static string UnescapeKey(string kept) => Unescape(
        kept.Contains(Mark)
            ? new StringBuilder(kept).Replace($"{Mark}{OpeningBrace}", "{").Replace($"{Mark}{ClosingBrace}", "}").ToString()
            : kept);
}
