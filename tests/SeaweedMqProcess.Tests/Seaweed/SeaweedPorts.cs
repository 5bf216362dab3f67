using System.Net;
using System.Net.Sockets;

namespace KafkaGateway.SeaweedMqProcess.Tests.Seaweed;

/// <summary>Ports for the four processes; those of gRPC lie 10000 above, all below those that the system gives out by itself.</summary>
internal sealed record SeaweedPorts(int Master)
{
    private const int Lowest = 21_000;
    private const int Highest = 21_990;
    private const int GrpcAbove = 10_000;
    private const int Processes = 4;

    public int Volume => Master + 1;

    public int Filer => Master + 2;

    public int Broker => Master + 3;

    /// <summary>Some that nobody uses now.</summary>
    public static SeaweedPorts Free()
    {
        while (true)
        {
            var first = Random.Shared.Next(Lowest, Highest);
            if (Enumerable.Range(first, Processes).All(port => IsFree(port) && IsFree(port + GrpcAbove)))
                return new SeaweedPorts(first);
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
