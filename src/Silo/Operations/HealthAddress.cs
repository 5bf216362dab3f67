using System.Net;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;

namespace KafkaGateway.Silo.Operations;

/// <summary>Where a process with those settings tells whether it is ready, as seen from its own machine.</summary>
internal static class HealthAddress
{
    /// <exception cref="SettingsException">The settings have no operations port.</exception>
    public static Uri Of(BrokerSettings settings)
    {
        var listen = settings[BrokerConfigs.OperationsListen];
        if (listen == OperationsPort.Nowhere)
            throw new SettingsException($"{BrokerConfigs.OperationsListen} is {listen}: there is nobody to ask");
        try
        {
            var (host, port) = ListenEndpoint.Parse(listen);
            return new UriBuilder(Uri.UriSchemeHttp, Reachable(host), port, OperationsPort.ReadyPath).Uri;
        }
        catch (FormatException malformed)
        {
            throw new SettingsException($"{BrokerConfigs.OperationsListen}: {malformed.Message}", malformed);
        }
    }

    // Who listens on all addresses listens on loopback as well.
    private static string Reachable(string host) =>
        host.Length == 0 || host == IPAddress.Any.ToString() ? IPAddress.Loopback.ToString()
        : host == IPAddress.IPv6Any.ToString() ? IPAddress.IPv6Loopback.ToString()
        : host;
}
