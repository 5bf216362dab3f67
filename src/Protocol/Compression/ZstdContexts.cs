using System.Collections.Concurrent;

namespace KafkaGateway.Protocol.Compression;

/// <summary>
/// Idle decoding contexts of libzstd, kept because making one costs ten times what a small batch does. Few are kept, and none that a
/// large window has made large.
/// </summary>
internal sealed class ZstdContexts(ZstdLibrary library)
{
    private const int MostBytes = 4 << 20;

    private static readonly int MostIdle = 2 * Environment.ProcessorCount;

    private readonly ConcurrentQueue<nint> _idle = new();

    /// <summary>A context at the beginning of a stream; it belongs to the caller.</summary>
    public nint Take() => _idle.TryDequeue(out var context) ? context : library.CreateDecoder();

    /// <summary>Takes a context back from its only owner.</summary>
    public void Return(nint context)
    {
        if (_idle.Count < MostIdle && library.SizeOfDecoder(context) <= MostBytes)
        {
            library.ResetDecoder(context);
            _idle.Enqueue(context);
        }
        else
        {
            library.FreeDecoder(context);
        }
    }
}
