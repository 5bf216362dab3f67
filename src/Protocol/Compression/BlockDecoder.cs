namespace KafkaGateway.Protocol.Compression;

/// <summary>
/// Decodes a compressed blob piece by piece, so that a reader that only looks never holds more than one piece. A decoder takes any
/// octets: it ends with <see cref="MalformedCompressionException"/> at the latest where they stop making sense.
/// </summary>
internal abstract class BlockDecoder : IDisposable
{
    /// <summary>The next octets, valid until the next call; empty at the end.</summary>
    /// <exception cref="MalformedCompressionException">The blob is no output of the codec.</exception>
    public abstract ReadOnlySpan<byte> Next();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
