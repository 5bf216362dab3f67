using System.Buffers;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.Logs;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>Reads a whole segment after a crash and finds out how far it is sound: every batch's place, offsets and CRC.</summary>
internal sealed class SegmentScan(SafeFileHandle file, string path, long baseOffset, long length) : IDisposable
{
    private const int WindowBytes = 1024 * 1024;

    private byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private long _windowStart;
    private int _windowLength;

    public SegmentIndex Index { get; } = new(baseOffset);

    public EpochList Epochs { get; } = new([]);

    /// <summary>What lies before the first thing that is no sound batch.</summary>
    public SegmentFacts Run(long writtenMs, int indexIntervalBytes)
    {
        var facts = SegmentFacts.Empty(baseOffset, writtenMs);
        while (TryRead(facts.SizeBytes, out var header) && header.BaseOffset == facts.EndOffset && IsSound(header, facts.SizeBytes))
        {
            Index.Consider(header.BaseOffset, facts.SizeBytes, facts.MaxTimestamp, indexIntervalBytes);
            Epochs.Add(header.PartitionLeaderEpoch, header.BaseOffset);
            facts = facts.With(header.LastOffset, header.SizeInBytes, header.MaxTimestamp, writtenMs);
        }

        return facts;
    }

    /// <summary>
    /// Whether a sound batch with a later offset begins anywhere at or behind a position: then what lies before it is damage, not the torn
    /// end of a last write.
    /// </summary>
    public bool HasSoundBatchFrom(long position, long endOffset)
    {
        for (; TryRead(position, out _); position = NextMagic(position + 1))
        {
            if (TryRead(position, out var header)
                && header.BaseOffset >= endOffset && header.BaseOffset - endOffset <= int.MaxValue
                && IsSound(header, position))
                return true;
        }

        return false;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    /// <summary>The next position whose magic octet is that of a batch, or the end of the file.</summary>
    private long NextMagic(long position)
    {
        while (TryRead(position, out _))
        {
            var from = (int)(position - _windowStart);
            var candidates = _window.AsSpan(from + RecordBatchLayout.Magic, _windowLength - from - RecordBatchLayout.HeaderSize + 1);
            var found = candidates.IndexOf(RecordBatchLayout.CurrentMagic);
            if (found >= 0)
                return position + found;
            position += candidates.Length;
        }

        return length;
    }

    private bool TryRead(long position, out RecordBatchHeader header)
    {
        header = default;
        if (length - position < RecordBatchLayout.HeaderSize)
            return false;
        Hold(position, RecordBatchLayout.HeaderSize);
        return RecordBatchHeader.TryRead(_window.AsSpan((int)(position - _windowStart), RecordBatchLayout.HeaderSize), out header);
    }

    private bool IsSound(in RecordBatchHeader header, long position)
    {
        if (!BatchCheck.IsPlausible(header, length - position) || header.SizeInBytes > Array.MaxLength)
            return false;
        var size = (int)header.SizeInBytes;
        Hold(position, size);
        return BatchCheck.HasSoundCrc(header, _window.AsSpan((int)(position - _windowStart), size));
    }

    private void Hold(long position, int count)
    {
        if (position >= _windowStart && position + count <= _windowStart + _windowLength)
            return;
        if (count > _window.Length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(count);
        }

        _windowStart = position;
        _windowLength = (int)Math.Min(_window.Length, length - position);
        SegmentRead.Fully(file, path, _window.AsSpan(0, _windowLength), position);
    }
}
