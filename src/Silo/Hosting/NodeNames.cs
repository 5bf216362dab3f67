using System.Net;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;

namespace KafkaGateway.Silo.Hosting;

/// <summary>What a process is called where nobody has said: by its machine and the port that no other process there has.</summary>
internal static class NodeNames
{
    public static string Of(ProcessRole role, BrokerSettings settings) =>
        settings.Get(BrokerConfigs.NodeName)
        ?? $"{Dns.GetHostName()}-{(role.HasFlag(ProcessRole.Silo) ? PortOf(settings[BrokerConfigs.SiloListen]) : PortOf(settings[BrokerConfigs.Listeners][0]))}";

    private static string PortOf(string address) => address[(address.LastIndexOf(':') + 1)..];
}
