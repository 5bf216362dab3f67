using System.Net;
using System.Net.Sockets;

namespace KafkaGateway.Shared;

/// <summary>
/// Ports of loopback that nobody listens on, none of them twice. They are below those that the system gives to outgoing connections: among these a client that
/// goes on trying to reach a dead process is sooner or later connected to itself, and the process cannot have its port back.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Ports = 12_000;
    private static int s_taken = Random.Shared.Next(Ports);

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_taken) % Ports);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
