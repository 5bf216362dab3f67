using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>LZ4 frames. Writing is always the fast way: compression.lz4.level changes nothing here.</summary>
/// <param name="magicInHeaderChecksum">As messages of magic 0 have it, where the checksum is not checked either.</param>
internal sealed class Lz4Codec(bool magicInHeaderChecksum) : ICompressionCodec
{
    public const uint StoredBlock = 0x80000000;

    private const int BlockSize = 64 * 1024;

    public BlockDecoder Decode(ReadOnlyMemory<byte> compressed, long limit) =>
        new Lz4Decoder(compressed, Lz4FrameHeader.Read(compressed.Span, checkChecksum: !magicInHeaderChecksum));

    public void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target)
    {
        using var table = new MatchTable();
        target.Advance(Lz4FrameHeader.Write(target.GetSpan(16), magicInHeaderChecksum));
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(source.Length, BlockSize)];
            target.Advance(WriteBlock(block, target.GetSpan(sizeof(uint) + Lz4BlockWriter.Bound(block.Length)), table));
            source = source[block.Length..];
        }

        // The end mark: a block of no octets.
        BinaryPrimitives.WriteUInt32LittleEndian(target.GetSpan(sizeof(uint)), 0);
        target.Advance(sizeof(uint));
    }

    private static int WriteBlock(ReadOnlySpan<byte> block, Span<byte> target, MatchTable table)
    {
        var body = target[sizeof(uint)..];
        var size = Lz4BlockWriter.Write(block, body, table);
        if (size < block.Length)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)size);
            return sizeof(uint) + size;
        }

        block.CopyTo(body);
        BinaryPrimitives.WriteUInt32LittleEndian(target, StoredBlock | (uint)block.Length);
        return sizeof(uint) + block.Length;
    }
}
