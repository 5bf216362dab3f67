using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>Goes over the headers of a segment's batches through a small window, without reading the records of large ones.</summary>
internal struct HeaderWalk(SafeFileHandle file, string path, long position, long limit) : IDisposable
{
    private const int WindowBytes = 16 * 1024;

    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private long _windowStart;
    private int _windowLength;
    private long _next = position;

    public RecordBatchHeader Header { get; private set; }

    /// <summary>Where the batch moved to begins in the file.</summary>
    public long Position { get; private set; }

    /// <exception cref="StorageException">No batch lies where one must.</exception>
    public bool MoveNext()
    {
        if (_next >= limit)
            return false;
        if (_next + RecordBatchLayout.HeaderSize > _windowStart + _windowLength || _next < _windowStart)
            Fill();
        if (!RecordBatchHeader.TryRead(_window.AsSpan(0, _windowLength)[(int)(_next - _windowStart)..], out var header)
            || !BatchCheck.IsPlausible(header, limit - _next))
            throw BatchCheck.Damaged(path, _next);
        (Header, Position) = (header, _next);
        _next += header.SizeInBytes;
        return true;
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    private void Fill()
    {
        _windowStart = _next;
        _windowLength = SegmentRead.Fully(file, path, _window.AsSpan(0, (int)Math.Min(WindowBytes, limit - _next)), _next);
    }
}
