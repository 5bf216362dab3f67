using System.Net;
using System.Net.Sockets;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>A connection that sends whatever it is told to and knows nothing of the protocol.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawClient> ConnectAsync(string bootstrapServers)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(IPEndPoint.Parse(bootstrapServers));
        return client;
    }

    /// <summary>Sends octets on a connection of their own, ends sending, and reads until the node closes or the patience is over.</summary>
    public static async Task<int> SendOnceAsync(string bootstrapServers, ReadOnlyMemory<byte> octets, TimeSpan patience)
    {
        using var client = await ConnectAsync(bootstrapServers);
        await client.TrySendAsync(octets);
        client.EndSending();
        return await client.ReadToEndAsync(patience);
    }

    /// <summary>Sends as long as the node reads.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken = default)
    {
        try
        {
            while (octets.Length > 0)
            {
                octets = octets[await _socket.SendAsync(octets, cancellationToken)..];
            }

            return true;
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The node was first.
        }
    }

    /// <summary>Reads and drops what comes.</summary>
    /// <returns>How many octets came.</returns>
    public async Task<int> ReadToEndAsync(TimeSpan patience)
    {
        using var over = new CancellationTokenSource(patience);
        var buffer = new byte[16 * 1024];
        var received = 0;
        try
        {
            while (await _socket.ReceiveAsync(buffer, over.Token) is > 0 and var count)
            {
                received += count;
            }
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException)
        {
            // Closed without ceremony, or silent for too long.
        }

        return received;
    }

    /// <summary>Closes with a reset, as a client that crashes.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
