using KafkaGateway.Contracts.Telemetry;

namespace KafkaGateway.Gateway.Connections;

/// <summary>Counts a connection and what goes over it.</summary>
internal sealed class CountedTransport : ITransport
{
    private static readonly KeyValuePair<string, object?> s_received = new("direction", "receive");
    private static readonly KeyValuePair<string, object?> s_sent = new("direction", "transmit");
    private readonly ITransport _inner;
    private int _disposed;

    public CountedTransport(ITransport inner)
    {
        _inner = inner;
        KafkaMetrics.ConnectionsAccepted.Add(1);
        KafkaMetrics.Connections.Add(1);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await _inner.ReceiveAsync(buffer, cancellationToken);
        KafkaMetrics.NetworkIo.Add(received, s_received);
        return received;
    }

    public async ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        await _inner.SendAsync(pieces, cancellationToken);
        if (!KafkaMetrics.NetworkIo.Enabled)
            return;
        var sent = 0L;
        foreach (var piece in pieces)
            sent += piece.Length;
        KafkaMetrics.NetworkIo.Add(sent, s_sent);
    }

    public void EndSending() => _inner.EndSending();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            KafkaMetrics.Connections.Add(-1);
        _inner.Dispose();
    }
}
