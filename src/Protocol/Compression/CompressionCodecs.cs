namespace KafkaGateway.Protocol.Compression;

/// <summary>The codecs of this process.</summary>
public static class CompressionCodecs
{
    private static readonly GzipCodec Gzip = new();
    private static readonly SnappyCodec Snappy = new();
    private static readonly Lz4Codec Lz4 = new(magicInHeaderChecksum: false);
    private static readonly Lz4Codec Lz4OfMagic0 = new(magicInHeaderChecksum: true);
    private static readonly ZstdCodec Zstd = new(() => ZstdLibrary.Instance);

    /// <summary>
    /// Whether records of this codec can be decoded and written here. Only zstd, whose library (libzstd) comes from the system, may be
    /// missing; it is looked for once.
    /// </summary>
    public static bool IsAvailable(CompressionType type) =>
        type is >= CompressionType.None and <= CompressionType.Lz4 || (type == CompressionType.Zstd && ZstdLibrary.Instance is not null);

    /// <summary>The codec as batches of magic 2 and messages of magic 1 use it.</summary>
    /// <exception cref="UnsupportedCompressionException">The id names no codec.</exception>
    internal static ICompressionCodec Get(CompressionType type) => type switch
    {
        CompressionType.Gzip => Gzip,
        CompressionType.Snappy => Snappy,
        CompressionType.Lz4 => Lz4,
        CompressionType.Zstd => Zstd,
        _ => throw new UnsupportedCompressionException($"Compression codec {(int)type} is not known"),
    };

    /// <summary>The codec as message sets use it: never zstd, and with an odd header checksum for LZ4 in magic 0.</summary>
    /// <exception cref="UnsupportedCompressionException">The id names no codec that message sets know.</exception>
    internal static ICompressionCodec GetForMessageSet(CompressionType type, byte magic) => type switch
    {
        CompressionType.Lz4 when magic == 0 => Lz4OfMagic0,
        CompressionType.Zstd => throw new UnsupportedCompressionException($"zstd does not exist in messages of magic {magic}"),
        _ => Get(type),
    };
}
