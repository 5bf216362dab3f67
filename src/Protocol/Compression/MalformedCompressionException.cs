namespace KafkaGateway.Protocol.Compression;

/// <summary>A compressed blob is damaged, cut, or was never made by its codec.</summary>
public sealed class MalformedCompressionException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public MalformedCompressionException(string message) : base(message)
    {
    }

    /// <summary>Says what is wrong, and what the codec's library said.</summary>
    public MalformedCompressionException(string message, Exception inner) : base(message, inner)
    {
    }
}
