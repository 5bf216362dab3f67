using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;

namespace KafkaGateway.Standalone;

/// <summary>Reads where to listen and what to advertise.</summary>
internal static class ListenerAddresses
{
    private const string AnyFreeLoopbackPort = "127.0.0.1:0";
    private const string Plaintext = "PLAINTEXT://";

    public static IReadOnlyList<(ListenEndpoint Listen, ListenEndpoint? Advertise)> Read(KafkaNodeOptions options)
    {
        var listen = options.Listen.Count > 0 ? options.Listen : [AnyFreeLoopbackPort];
        if (options.Advertise.Count > 0 && options.Advertise.Count != listen.Count)
        {
            throw new SettingsException($"{options.Advertise.Count} advertised addresses for {listen.Count} listeners: there must be one for each, or none");
        }

        try
        {
            return [.. listen.Select((text, index) =>
                (Parse(text), options.Advertise.Count > 0 ? Parse(options.Advertise[index]) : null))];
        }
        catch (FormatException malformed)
        {
            throw new SettingsException(malformed.Message, malformed);
        }
    }

    private static ListenEndpoint Parse(string text) =>
        ListenEndpoint.Parse(text.StartsWith(Plaintext, StringComparison.OrdinalIgnoreCase) ? text[Plaintext.Length..] : text);
}
