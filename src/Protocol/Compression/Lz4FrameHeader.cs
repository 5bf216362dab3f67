using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Compression;

/// <summary>What an LZ4 frame says about itself.</summary>
internal readonly record struct Lz4FrameHeader
{
    public const uint FrameMagic = 0x184D2204;

    private const int MagicSize = 4;
    private const int Version = 0x40;
    private const int VersionMask = 0xC0;
    private const int IndependentBlocks = 0x20;
    private const int BlockChecksums = 0x10;
    private const int ContentSize = 0x08;
    private const int ContentChecksum = 0x04;
    private const int ReservedOrDictionary = 0x03;
    private const int BlockSizeOf64KiB = 0x40;

    public bool HasLinkedBlocks { get; private init; }

    public bool HasBlockChecksums { get; private init; }

    public bool HasContentChecksum { get; private init; }

    /// <summary>The greatest size of a block, compressed or not.</summary>
    public int BlockSize { get; private init; }

    /// <summary>The frame's decoded size, where it says one.</summary>
    public ulong? ContentLength { get; private init; }

    /// <summary>Octets before the first block.</summary>
    public int Size { get; private init; }

    /// <summary>Reads a frame's header.</summary>
    /// <param name="source">The frame.</param>
    /// <param name="checkChecksum">Not in magic 0, where every client has its own idea of it (KAFKA-3160).</param>
    public static Lz4FrameHeader Read(ReadOnlySpan<byte> source, bool checkChecksum)
    {
        if (source.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(source) != FrameMagic)
            throw new MalformedCompressionException("this is no LZ4 frame");
        int flags = source[4];
        int blocks = source[5];
        if ((flags & VersionMask) != Version || (flags & ReservedOrDictionary) != 0 || (blocks & 0x8F) != 0 || blocks < BlockSizeOf64KiB)
            throw new MalformedCompressionException($"the LZ4 frame asks for what is not supported (flags {flags:x2}, blocks {blocks:x2})");
        var hasLength = (flags & ContentSize) != 0;
        var end = hasLength ? 14 : 6;
        if (source.Length <= end)
            throw new MalformedCompressionException("the LZ4 frame is cut");
        if (checkChecksum && source[end] != Checksum(source[MagicSize..end]))
            throw new MalformedCompressionException("the header checksum of the LZ4 frame is wrong");
        return new Lz4FrameHeader
        {
            HasLinkedBlocks = (flags & IndependentBlocks) == 0,
            HasBlockChecksums = (flags & BlockChecksums) != 0,
            HasContentChecksum = (flags & ContentChecksum) != 0,
            BlockSize = 1 << (8 + (2 * (blocks >> 4))),
            ContentLength = hasLength ? BinaryPrimitives.ReadUInt64LittleEndian(source[6..]) : null,
            Size = end + 1,
        };
    }

    /// <summary>Writes the header that Java writes: independent blocks of 64 KiB, no checksums but its own. Returns its size.</summary>
    /// <param name="target">At least 7 octets.</param>
    /// <param name="magicInChecksum">As messages of magic 0 have it.</param>
    public static int Write(Span<byte> target, bool magicInChecksum)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, FrameMagic);
        target[4] = Version | IndependentBlocks;
        target[5] = BlockSizeOf64KiB;
        target[6] = Checksum(target[(magicInChecksum ? 0 : MagicSize)..6]);
        return 7;
    }

    private static byte Checksum(ReadOnlySpan<byte> descriptor) => (byte)(XxHash32.Hash(descriptor) >> 8);
}
