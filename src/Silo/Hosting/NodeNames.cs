using System.Net;
using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.Silo.Hosting;

/// <summary>
/// What a process is called where nobody has said: by its machine and the port that no other process there has; a cluster of one by its machine.
/// </summary>
internal static class NodeNames
{
    public static string Of(ProcessRole role, BrokerSettings settings) => settings.Get(BrokerConfigs.NodeName) ?? role switch
    {
        ProcessRole.All when settings.Get(BrokerConfigs.PostgresConnection) is null => Dns.GetHostName(),
        ProcessRole.Silo => $"{Dns.GetHostName()}-{PortOf(settings[BrokerConfigs.SiloListen])}",
        _ => $"{Dns.GetHostName()}-{PortOf(settings[BrokerConfigs.Listeners][0])}",
    };

    private static string PortOf(string address) => address[(address.LastIndexOf(':') + 1)..];
}
