using System.Buffers.Binary;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>A message of ours in a log file.</summary>
/// <param name="Header">What stands before the batch.</param>
/// <param name="Batch">The batch, empty for a barrier.</param>
internal readonly record struct LogFileEntry(in EntryHeader Header, ReadOnlyMemory<byte> Batch)
{
    /// <summary>Bytes before each entry, which say how long it is.</summary>
    public const int LengthBytes = sizeof(int);

    private const int VarintType = 0;
    private const int FixedType64 = 1;
    private const int BytesType = 2;
    private const int FixedType32 = 5;

    /// <summary>
    /// Takes the first entry from bytes of a log file. Returns its length in the file, 0 where not all of it is there; <paramref name="needed"/> then
    /// says how many bytes would be enough. Entries of others have no header.
    /// </summary>
    /// <exception cref="StorageException">This is no log file.</exception>
    public static int Read(ReadOnlyMemory<byte> bytes, out LogFileEntry? entry, out int needed)
    {
        entry = null;
        needed = LengthBytes;
        if (bytes.Length < LengthBytes)
            return 0;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Span);
        if (length is < 0 or > 1 << 30)
            throw new StorageException($"A log file holds an entry of {length} bytes");
        needed = LengthBytes + length;
        if (bytes.Length < needed)
            return 0;

        // The batch stays where it is: what was read of the file is kept as long as it is.
        var data = DataOf(bytes.Slice(LengthBytes, length));
        if (EntryHeader.TryRead(data.Span, out var header))
            entry = new LogFileEntry(header, data[EntryHeader.Size..]);
        return needed;
    }

    // The data field of a filer_pb.LogEntry.
    private static ReadOnlyMemory<byte> DataOf(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span;
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = ReadVarint(bytes, ref at);
            var length = (tag & 7) switch
            {
                VarintType => SkipVarint(bytes, ref at),
                FixedType64 => sizeof(ulong),
                FixedType32 => sizeof(uint),
                BytesType => (long)ReadVarint(bytes, ref at),
                _ => -1,
            };
            if (length < 0 || length > bytes.Length - at)
                throw Damaged();
            if (tag == ((LogEntry.DataFieldNumber << 3) | BytesType))
                return message.Slice(at, (int)length);
            at += (int)length;
        }

        return default;
    }

    private static long SkipVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ReadVarint(bytes, ref at);
        return 0;
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at == bytes.Length)
                throw Damaged();
            var octet = bytes[at++];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
                return value;
        }

        throw Damaged();
    }

    private static StorageException Damaged() => new("A log file holds an entry that cannot be read");
}
