namespace KafkaGateway.Protocol.Compression;

/// <summary>How a batch's records are compressed; the value is the codec id in attribute bits 0 to 2.</summary>
public enum CompressionType
{
    /// <summary>Not compressed.</summary>
    None = 0,

    /// <summary>RFC 1952, one or more members.</summary>
    Gzip = 1,

    /// <summary>A xerial stream or one raw snappy block.</summary>
    Snappy = 2,

    /// <summary>An LZ4 frame.</summary>
    Lz4 = 3,

    /// <summary>Zstandard (KIP-110), in batches of magic 2 only.</summary>
    Zstd = 4,
}
