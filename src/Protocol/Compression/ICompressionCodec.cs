using System.Buffers;

namespace KafkaGateway.Protocol.Compression;

/// <summary>One codec, both ways.</summary>
internal interface ICompressionCodec
{
    /// <summary>Begins to decode a blob, which must not change until the decoder is disposed.</summary>
    BlockDecoder Decode(ReadOnlyMemory<byte> compressed);

    /// <summary>Compresses octets as Kafka frames them.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="level">The codec's own scale, null for its default. Codecs without levels ignore it.</param>
    /// <param name="target">Takes the result.</param>
    void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target);
}
