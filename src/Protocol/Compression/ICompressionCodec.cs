using System.Buffers;

namespace KafkaGateway.Protocol.Compression;

/// <summary>One codec, both ways.</summary>
internal interface ICompressionCodec
{
    /// <summary>Begins to decode a blob, which must not change until the decoder is disposed.</summary>
    /// <param name="compressed">The blob.</param>
    /// <param name="limit">The most octets that the caller will take. The caller counts; a decoder need only not prepare for more.</param>
    /// <exception cref="MalformedCompressionException">The blob does not begin as the codec's blobs do.</exception>
    /// <exception cref="DecompressionLimitException">The blob says that it holds more than the limit.</exception>
    BlockDecoder Decode(ReadOnlyMemory<byte> compressed, long limit);

    /// <summary>Compresses octets as Kafka frames them.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="level">The codec's own scale, null for its default. Codecs without levels ignore it.</param>
    /// <param name="target">Takes the result.</param>
    void Compress(ReadOnlySpan<byte> source, int? level, IBufferWriter<byte> target);
}
