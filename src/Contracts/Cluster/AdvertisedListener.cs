using System.Globalization;

namespace KafkaGateway.Contracts.Cluster;

/// <summary>A listener as clients are told of it. Those of different nodes that have the same name belong together (KIP-103).</summary>
/// <param name="Name">Upper case.</param>
/// <param name="Host">A name or an address that clients can connect to.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record AdvertisedListener(string Name, string Host, int Port)
{
    /// <summary>What the first listener of a node is called where its settings give it no name.</summary>
    public const string DefaultName = "PLAINTEXT";

    private const string Separator = "://";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is not of the form NAME://HOST:PORT.</exception>
    public static AdvertisedListener Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var host = text.IndexOf(Separator, StringComparison.Ordinal) + Separator.Length;
        var colon = text.LastIndexOf(':');
        return host > Separator.Length && colon > host && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new(text[..(host - Separator.Length)], text[host..colon].Trim('[', ']'), port)
            : throw new FormatException($"'{text}' is not NAME://HOST:PORT");
    }

    /// <summary>As Kafka's settings write it: NAME://HOST:PORT.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}{Separator}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
