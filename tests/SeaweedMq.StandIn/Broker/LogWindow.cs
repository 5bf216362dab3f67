using System.Buffers.Binary;
using Google.Protobuf;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>A stretch of a partition's log in memory; what is written to a file at once.</summary>
internal sealed class LogWindow(long firstCount, long capacity)
{
    private bool _hasRange;

    public List<LogEntry> Entries { get; } = [];

    /// <summary>The buffer's count, which is not an offset, at the first entry.</summary>
    public long FirstCount { get; } = firstCount;

    public long LastCount => FirstCount + Entries.Count - 1;

    /// <summary>An entry that is larger gets a window that just fits it.</summary>
    public long Capacity { get; } = capacity;

    public long Bytes { get; private set; }

    public long StartTsNs { get; private set; }

    public long StopTsNs => Entries.Count == 0 ? 0 : Entries[^1].TsNs;

    public long MinOffset { get; private set; }

    public long MaxOffset { get; private set; }

    public bool IsEmpty => Entries.Count == 0;

    public static int SizeOf(LogEntry entry) => 4 + entry.CalculateSize();

    public void Begin(long tsNs) => StartTsNs = tsNs;

    /// <summary>
    /// Counts an offset in. The broker does so before it decides whether the entry still goes into this window: if not, the window
    /// claims one offset that it does not have, and the next window does not know its first.
    /// </summary>
    public void Cover(long offset)
    {
        (MinOffset, MaxOffset) = _hasRange ? (Math.Min(MinOffset, offset), Math.Max(MaxOffset, offset)) : (offset, offset);
        _hasRange = true;
    }

    public void Add(LogEntry entry)
    {
        Entries.Add(entry);
        Bytes += SizeOf(entry);
    }

    /// <summary>As it stands in a log file: each entry behind its length.</summary>
    public ByteString Encode()
    {
        var bytes = new byte[Bytes];
        var at = 0;
        foreach (var entry in Entries)
        {
            var size = SizeOf(entry) - 4;
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), size);
            entry.WriteTo(bytes.AsSpan(at + 4, size));
            at += 4 + size;
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
