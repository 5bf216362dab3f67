namespace KafkaGateway.Protocol.Compression;

/// <summary>Decoding gave more octets than the caller allows. Nothing beyond the limit was kept.</summary>
public sealed class DecompressionLimitException(long limit) : Exception($"The compressed records take more than {limit} bytes when decoded")
{
    /// <summary>The limit in octets.</summary>
    public long Limit { get; } = limit;
}
