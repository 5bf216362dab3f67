using System.Net;
using System.Net.Sockets;

namespace KafkaGateway.Shared.Processes;

/// <summary>Ports of loopback that nobody uses now.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
