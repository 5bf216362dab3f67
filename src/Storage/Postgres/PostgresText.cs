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
}
