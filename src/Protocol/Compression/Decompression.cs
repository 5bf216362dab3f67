namespace KafkaGateway.Protocol.Compression;

/// <summary>Decodes a whole blob for those who need all of it at once.</summary>
internal static class Decompression
{
    /// <summary>The decoded octets; the caller disposes of the buffer.</summary>
    /// <exception cref="DecompressionLimitException">There are more than the limit.</exception>
    public static PooledBuffer ToBuffer(CompressionType type, ReadOnlyMemory<byte> compressed, long limit)
    {
        using var decoder = CompressionCodecs.Get(type).Decode(compressed, limit);
        return ToBuffer(decoder, compressed.Length, limit);
    }

    public static PooledBuffer ToBuffer(BlockDecoder decoder, int compressedLength, long limit)
    {
        var buffer = new PooledBuffer((int)Math.Min(limit, 4L * compressedLength));
        try
        {
            for (var block = decoder.Next(); !block.IsEmpty; block = decoder.Next())
            {
                if ((long)buffer.Length + block.Length > limit)
                    throw new DecompressionLimitException(limit);
                buffer.Write(block);
            }

            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
