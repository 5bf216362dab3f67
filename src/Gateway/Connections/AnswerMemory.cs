namespace KafkaGateway.Gateway.Connections;

/// <summary>
/// What the answers of all connections hold together, from the reading of their records until the clients have taken them
/// (queued.max.response.bytes). With little left fetches are answered with less; nobody waits, and nobody gets nothing.
/// </summary>
internal sealed class AnswerMemory(long limitBytes)
{
    /// <summary>What a fetch may read whatever others hold.</summary>
    public const int LeastBytes = 1 << 20;

    private long _held;

    /// <summary>Octets claimed and held.</summary>
    public long HeldBytes => Volatile.Read(ref _held);

    /// <summary>How much of what a fetch wants it may read now. To be released when it has been read.</summary>
    public int Claim(int wantedBytes)
    {
        var room = limitBytes < 0 ? wantedBytes : limitBytes - HeldBytes;
        var claimed = (int)Math.Clamp(room, Math.Min(LeastBytes, wantedBytes), wantedBytes);
        Hold(claimed);
        return claimed;
    }

    /// <summary>Notes octets that are to be sent.</summary>
    public void Hold(long bytes) => Interlocked.Add(ref _held, bytes);

    /// <summary>Notes that octets were read, or sent, or will never be.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _held, -bytes);
}
