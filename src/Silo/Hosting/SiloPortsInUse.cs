using System.Net;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;

namespace KafkaGateway.Silo.Hosting;

/// <summary>Looks at the ports that a silo is told to listen on before Orleans does, which names neither address nor setting.</summary>
internal static class SiloPortsInUse
{
    /// <exception cref="IOException">One of them is in use; names it.</exception>
    public static void Refuse(BrokerSettings settings)
    {
        var listen = ListenEndpoint.Parse(settings[BrokerConfigs.SiloListen]).Resolve();
        Refuse(BrokerConfigs.SiloListen.Name, listen, settings.IsGiven(BrokerConfigs.SiloListen));
        Refuse(
            BrokerConfigs.SiloGatewayPort.Name,
            new IPEndPoint(listen.Address, settings[BrokerConfigs.SiloGatewayPort]),
            settings.IsGiven(BrokerConfigs.SiloGatewayPort));
    }

    // A cluster of one takes other ports than those of the defaults.
    private static void Refuse(string setting, IPEndPoint endpoint, bool isGiven)
    {
        if (isGiven && endpoint.Port != 0 && !FreePorts.IsFree(endpoint))
            throw new IOException($"cannot listen on {endpoint} ({setting}): Address already in use");
    }
}
