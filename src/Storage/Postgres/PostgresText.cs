using System.Text;

namespace KafkaGateway.Storage.Postgres;

/// <summary>
/// Clients' texts as PostgreSQL takes them, which is any but those with the character 0. That and the mark are written as the mark and a letter;
/// all else stays as it is.
/// </summary>
internal static class PostgresText
{
    private const char Mark = '\u001a';
    private const string Plain = "\0\u001a";
    private const string Written = "0m";

    /// <summary>As it is stored.</summary>
    public static string Of(string text) => Of(text, Plain, Written);

    /// <summary>As it was before <see cref="Of(string)"/>.</summary>
    public static string Parse(string stored) => Parse(stored, Plain, Written);

    /// <summary>As it is stored where besides <see cref="Plain"/> other characters must not be.</summary>
    public static string Of(string text, string plain, string written)
    {
        if (text.AsSpan().IndexOfAny(plain) < 0)
            return text;
        var stored = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (plain.IndexOf(character, StringComparison.Ordinal) is >= 0 and var i)
                stored.Append(Mark).Append(written[i]);
            else
                stored.Append(character);
        }

        return stored.ToString();
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static string Parse(string stored, string plain, string written)
    {
        if (!stored.Contains(Mark, StringComparison.Ordinal))
            return stored;
        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
            text.Append(stored[i] == Mark ? plain[written.IndexOf(stored[++i], StringComparison.Ordinal)] : stored[i]);
        return text.ToString();
    }
}
