using System.Globalization;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;

namespace KafkaGateway.Gateway;

/// <summary>Reads where to listen and what to advertise.</summary>
public static class ListenerAddresses
{
    private const string AnyFreeLoopbackPort = "127.0.0.1:0";
    private const string Separator = "://";
    private static readonly string[] s_notServed = ["SSL", "SASL_PLAINTEXT", "SASL_SSL"];

    /// <summary>The listeners of a process.</summary>
    /// <param name="listeners">HOST:PORT each, with or without NAME:// before; none for any free port on loopback.</param>
    /// <param name="advertised">What clients are told, one for each listener; none for the addresses really bound.</param>
    /// <exception cref="SettingsException">An address is not of that form, their numbers differ, or their names do.</exception>
    public static IReadOnlyList<ListenerAddress> Read(IReadOnlyList<string> listeners, IReadOnlyList<string> advertised)
    {
        ArgumentNullException.ThrowIfNull(listeners);
        ArgumentNullException.ThrowIfNull(advertised);
        var listen = listeners.Count > 0 ? listeners : [AnyFreeLoopbackPort];
        if (advertised.Count > 0 && advertised.Count != listen.Count)
        {
            throw new SettingsException($"{advertised.Count} advertised addresses for {listen.Count} listeners: there must be one for each, or none");
        }

        try
        {
            List<ListenerAddress> read = [.. listen.Select((text, place) => Read(text, advertised.Count > 0 ? advertised[place] : null, place))];
            var twice = read.GroupBy(listener => listener.Name).FirstOrDefault(named => named.Count() > 1);
            return twice is null ? read : throw new SettingsException($"more than one listener is named {twice.Key}: each needs a name of its own");
        }
        catch (FormatException malformed)
        {
            throw new SettingsException(malformed.Message, malformed);
        }
    }

    private static ListenerAddress Read(string listen, string? advertise, int place)
    {
        var (name, endpoint) = Parse(listen);
        if (advertise is null)
        {
            return new(name ?? NameOf(place), endpoint, null);
        }

        var (advertisedName, advertisedEndpoint) = Parse(advertise);
        return advertisedName is null || advertisedName == name
            ? new(name ?? NameOf(place), endpoint, advertisedEndpoint)
            : throw new SettingsException($"'{advertise}' is advertised for '{listen}': both must have the same name");
    }

    // PLAINTEXT is what settings say that give no names: then listeners belong together by their places.
    private static string NameOf(int place) =>
        place == 0 ? AdvertisedListener.DefaultName : string.Create(CultureInfo.InvariantCulture, $"{AdvertisedListener.DefaultName}{place + 1}");

    private static (string? Name, ListenEndpoint Endpoint) Parse(string text)
    {
        var separator = text.IndexOf(Separator, StringComparison.Ordinal);
        if (separator < 0)
        {
            return (null, ListenEndpoint.Parse(text));
        }

        var name = text[..separator].ToUpperInvariant();
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
        {
            throw new FormatException($"'{text}' is not NAME://HOST:PORT, such as INTERNAL://127.0.0.1:9092: a name is of letters, digits and underscores");
        }

        if (s_notServed.Contains(name))
        {
            throw new FormatException($"'{text}': {name} is not served; a listener speaks plain Kafka, whatever its name");
        }

        return (name == AdvertisedListener.DefaultName ? null : name, ListenEndpoint.Parse(text[(separator + Separator.Length)..]));
    }
}
