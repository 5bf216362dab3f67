using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;

namespace KafkaGateway.Gateway;

/// <summary>Reads where to listen and what to advertise.</summary>
public static class ListenerAddresses
{
    private const string AnyFreeLoopbackPort = "127.0.0.1:0";
    private const string Plaintext = "PLAINTEXT://";

    /// <summary>The listeners of a process.</summary>
    /// <param name="listeners">HOST:PORT each, with or without PLAINTEXT:// before; none for any free port on loopback.</param>
    /// <param name="advertised">What clients are told, one for each listener; none for the addresses really bound.</param>
    /// <exception cref="SettingsException">An address is not of that form, or their numbers differ.</exception>
    public static IReadOnlyList<(ListenEndpoint Listen, ListenEndpoint? Advertise)> Read(
        IReadOnlyList<string> listeners, IReadOnlyList<string> advertised)
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
            return [.. listen.Select((text, index) =>
                (Parse(text), advertised.Count > 0 ? Parse(advertised[index]) : null))];
        }
        catch (FormatException malformed)
        {
            throw new SettingsException(malformed.Message, malformed);
        }
    }

    private static ListenEndpoint Parse(string text) =>
        ListenEndpoint.Parse(text.StartsWith(Plaintext, StringComparison.OrdinalIgnoreCase) ? text[Plaintext.Length..] : text);
}
