using System.Net;
using System.Net.Sockets;

namespace KafkaGateway.Silo.Hosting;

/// <summary>Ports that nobody listens on now.</summary>
internal static class FreePorts
{
    public static bool IsFree(IPEndPoint endpoint)
    {
        try
        {
            Find(endpoint.Address, endpoint.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Any free port of an address, or a certain one.</summary>
    /// <exception cref="SocketException">It is not free.</exception>
    public static int Find(IPAddress address, int port = 0)
    {
        using var listener = new TcpListener(address, port);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
