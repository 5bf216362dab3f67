using System.Buffers.Binary;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Connections;

/// <summary>
/// Cuts a client's octets into frames: an int32 size, then as many octets. Every frame becomes one array of its own that is never reused,
/// so that whatever is sliced from it, a record batch on its way to the log above all, may be kept without a copy.
/// </summary>
/// <param name="transport">Where the octets come from.</param>
/// <param name="maxFrameBytes">socket.request.max.bytes</param>
/// <param name="memory">What bounds the large frames of all connections.</param>
/// <param name="evict">Ends this connection, because its client takes too long over a frame while others wait for memory.</param>
internal sealed class FrameReader(ITransport transport, int maxFrameBytes, RequestMemory memory, Action evict)
{
    private const int BufferBytes = 16 * 1024;
    private const int TrustedBytes = 64 * 1024;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>The next frame without its size, or null where the client closed the connection between two frames.</summary>
    /// <exception cref="ProtocolException">The size is not one of a request, or the stream ends inside a frame.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < sizeof(int))
        {
            if (!await FillBufferAsync(cancellationToken))
            {
                return _end == _start ? null : throw new ProtocolException("the connection ended inside a frame's size");
            }
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        _start += sizeof(int);
        if (size < 0 || size > maxFrameBytes)
        {
            throw new ProtocolException($"a frame of {size} octets was announced, allowed are 0 to {maxFrameBytes} (socket.request.max.bytes)");
        }

        // An announced size is only believed once a good many octets have followed, and there is memory for it among all connections.
        var frame = GC.AllocateUninitializedArray<byte>(Math.Min(size, TrustedBytes));
        await FillAsync(frame, 0, size, null, cancellationToken);
        return size == frame.Length ? new Frame(frame, null) : await ReadLargeAsync(frame, size, cancellationToken);
    }

    private async ValueTask<Frame> ReadLargeAsync(byte[] beginning, int size, CancellationToken cancellationToken)
    {
        var share = await memory.TakeAsync(size, evict, cancellationToken);
        try
        {
            var whole = GC.AllocateUninitializedArray<byte>(size);
            beginning.CopyTo(whole, 0);
            await FillAsync(whole, beginning.Length, size, share, cancellationToken);
            share.Arrived();
            return new Frame(whole, share);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    private async ValueTask FillAsync(byte[] frame, int filled, int size, RequestShare? share, CancellationToken cancellationToken)
    {
        while (filled < frame.Length)
        {
            var received = _end > _start ? TakeBuffered(frame.AsSpan(filled)) : await transport.ReceiveAsync(frame.AsMemory(filled), cancellationToken);
            if (received == 0)
            {
                throw new ProtocolException($"the connection ended after {filled} of a frame's {size} octets");
            }

            filled += received;
            share?.Progress(filled);
        }
    }

    private int TakeBuffered(Span<byte> destination)
    {
        var taken = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, taken).CopyTo(destination);
        _start += taken;
        return taken;
    }

    private async ValueTask<bool> FillBufferAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var received = await transport.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += received;
        return received > 0;
    }
}
