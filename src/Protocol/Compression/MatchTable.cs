using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>Where four octets were last seen within a block of at most 64 KiB; what the fast encoders find their matches with.</summary>
internal sealed class MatchTable : IDisposable
{
    private const int Bits = 13;

    private readonly ushort[] _positions = ArrayPool<ushort>.Shared.Rent(1 << Bits);

    /// <summary>Begins a new block.</summary>
    public void Clear() => _positions.AsSpan(0, 1 << Bits).Clear();

    /// <summary>Notes a position down; returns an earlier one where the same four octets begin, or -1.</summary>
    public int Exchange(ReadOnlySpan<byte> block, int position)
    {
        var word = BinaryPrimitives.ReadUInt32LittleEndian(block[position..]);
        ref var slot = ref _positions[(int)((word * 2654435761u) >> (32 - Bits))];
        int earlier = slot;
        slot = (ushort)position;
        // An empty slot reads as position 0, which is as good a candidate as any: the octets decide.
        return earlier < position && BinaryPrimitives.ReadUInt32LittleEndian(block[earlier..]) == word ? earlier : -1;
    }

    public void Dispose() => ArrayPool<ushort>.Shared.Return(_positions);
}
