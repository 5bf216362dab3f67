using System.Buffers;

namespace KafkaGateway.Protocol.Records;

/// <summary>Goes over batches that lie one after another, as logs and fetch answers hold them.</summary>
public static class RecordBatches
{
    /// <summary>The whole batches at the start of some memory; stops at one that is cut or has no sound length.</summary>
    public static Enumerator Enumerate(ReadOnlyMemory<byte> batches) => new(new ReadOnlySequence<byte>(batches));

    /// <summary>The whole batches at the start of a sequence, wherever its segments end; stops at one that is cut or has no sound length.</summary>
    public static Enumerator Enumerate(in ReadOnlySequence<byte> batches) => new(batches);

    /// <summary>One batch among others.</summary>
    /// <param name="Header">Its header.</param>
    /// <param name="Position">Where it begins, in octets from the first batch.</param>
    /// <param name="Bytes">All of it, header included.</param>
    public readonly record struct Entry(RecordBatchHeader Header, long Position, ReadOnlySequence<byte> Bytes)
    {
        /// <summary>The batch in one piece, which is a copy only where segments end within it.</summary>
        public ReadOnlyMemory<byte> Memory => Bytes.IsSingleSegment ? Bytes.First : Bytes.ToArray();
    }

    /// <summary>Enumerates without allocating.</summary>
    public struct Enumerator
    {
        private ReadOnlySequence<byte> _rest;
        private long _position;

        internal Enumerator(in ReadOnlySequence<byte> batches)
        {
            _rest = batches;
            Current = default;
        }

        /// <summary>The batch moved to.</summary>
        public Entry Current { get; private set; }

        /// <summary>For foreach.</summary>
        public readonly Enumerator GetEnumerator() => this;

        /// <summary>Moves to the next whole batch.</summary>
        public bool MoveNext()
        {
            if (!RecordBatchHeader.TryRead(_rest, out var header)
                || header.Magic != RecordBatchLayout.CurrentMagic
                || header.BatchLength < RecordBatchLayout.LowestBatchLength
                || header.SizeInBytes > _rest.Length)
                return false;
            Current = new Entry(header, _position, _rest.Slice(0, header.SizeInBytes));
            _rest = _rest.Slice(header.SizeInBytes);
            _position += header.SizeInBytes;
            return true;
        }
    }
}
