using System.Net.Sockets;

namespace KafkaGateway.Gateway.Connections;

/// <summary>The octets of one client connection, whatever carries them.</summary>
internal interface ITransport : IDisposable
{
    /// <summary>Receives at least one octet, or 0 at the end of the stream.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends all pieces in order, gathered into as few system calls as possible.</summary>
    ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken);

    /// <summary>Tells the client that nothing more will be sent, once it has got what was.</summary>
    void EndSending();
}

/// <summary>Plain TCP.</summary>
internal sealed class SocketTransport(Socket socket) : ITransport
{
    private readonly List<ArraySegment<byte>> _gathered = [];

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    public ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken) =>
        pieces.Count == 1 ? SendOneAsync(pieces[0], cancellationToken) : SendGatheredAsync(pieces);

    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => socket.Dispose();

    private async ValueTask SendOneAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        while (piece.Length > 0)
        {
            piece = piece[await socket.SendAsync(piece, SocketFlags.None, cancellationToken)..];
        }
    }

    // A gathering send takes no cancellation token; disposing the socket ends it.
    private async ValueTask SendGatheredAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        _gathered.Clear();
        foreach (var piece in pieces)
        {
            if (!System.Runtime.InteropServices.MemoryMarshal.TryGetArray(piece, out var segment))
            {
                segment = new ArraySegment<byte>(piece.ToArray());
            }

            if (segment.Count > 0)
            {
                _gathered.Add(segment);
            }
        }

        // On a stream socket the runtime goes on after a partial send, so one call sends everything.
        await socket.SendAsync(_gathered, SocketFlags.None);
        _gathered.Clear();
    }
}
