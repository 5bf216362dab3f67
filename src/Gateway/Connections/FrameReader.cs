using System.Buffers.Binary;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Connections;

/// <summary>
/// Cuts a client's octets into frames: an int32 size, then as many octets. Every frame becomes one array of its own that is never reused,
/// so that whatever is sliced from it, a record batch on its way to the log above all, may be kept without a copy.
/// </summary>
internal sealed class FrameReader(ITransport transport, int maxFrameBytes)
{
    private const int BufferBytes = 16 * 1024;
    private const int TrustedBytes = 64 * 1024;
    private const int GrowthFactor = 16;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>The next frame without its size, or null where the client closed the connection between two frames.</summary>
    /// <exception cref="ProtocolException">The size is not one of a request, or the stream ends inside a frame.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < sizeof(int))
        {
            if (!await FillAsync(cancellationToken))
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

        return await ReadBodyAsync(size, cancellationToken);
    }

    private async ValueTask<byte[]> ReadBodyAsync(int size, CancellationToken cancellationToken)
    {
        // An announced size is only believed as far as octets follow: the array grows with what has arrived.
        var frame = GC.AllocateUninitializedArray<byte>(Math.Min(size, TrustedBytes));
        var filled = Math.Min(frame.Length, _end - _start);
        _buffer.AsSpan(_start, filled).CopyTo(frame);
        _start += filled;
        while (filled < size)
        {
            if (filled == frame.Length)
            {
                var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(size, (long)frame.Length * GrowthFactor));
                frame.CopyTo(larger, 0);
                frame = larger;
            }

            var received = _end > _start ? TakeBuffered(frame.AsSpan(filled)) : await transport.ReceiveAsync(frame.AsMemory(filled), cancellationToken);
            if (received == 0)
            {
                throw new ProtocolException($"the connection ended after {filled} of a frame's {size} octets");
            }

            filled += received;
        }

        return frame;
    }

    private int TakeBuffered(Span<byte> destination)
    {
        var taken = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, taken).CopyTo(destination);
        _start += taken;
        return taken;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
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
