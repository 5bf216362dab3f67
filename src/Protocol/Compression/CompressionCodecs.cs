namespace KafkaGateway.Protocol.Compression;

/// <summary>The codecs of this process.</summary>
public static class CompressionCodecs
{
    /// <summary>Whether batches of this codec can be decoded and written here. Only zstd, whose library comes from the system, may be missing.</summary>
    public static bool IsAvailable(CompressionType type) => type == CompressionType.None;

    /// <exception cref="UnsupportedCompressionException">The id names no codec, or its library is missing.</exception>
    internal static ICompressionCodec Get(CompressionType type) => type switch
    {
        _ => throw new UnsupportedCompressionException($"Compression codec {(int)type} is not known"),
    };
}
