namespace KafkaGateway.Gateway.Connections;

/// <summary>One large request's part of <see cref="RequestMemory"/>. Disposing of it, once or more often, gives it back.</summary>
internal sealed class RequestShare(RequestMemory memory, int bytes, Action evict) : IDisposable
{
    private long _arrivedBytes;
    private long _windowBeganMs;
    private long _windowBytes;
    private int _returned;

    public int Bytes => bytes;

    /// <summary>Notes how much of the request is there.</summary>
    public void Progress(int arrivedBytes) => Volatile.Write(ref _arrivedBytes, arrivedBytes);

    /// <summary>All of it is there.</summary>
    public void Arrived() => memory.Arrived(this);

    /// <summary>Begins to watch the client's speed.</summary>
    public void Restart(long nowMs)
    {
        _windowBeganMs = nowMs;
        _windowBytes = Volatile.Read(ref _arrivedBytes);
    }

    /// <summary>Whether at least so many octets came since the watch began, where that is long enough ago to tell.</summary>
    public bool Progresses(long nowMs, long leastBytes)
    {
        if (nowMs - _windowBeganMs < RequestMemory.ProgressWithin.TotalMilliseconds)
        {
            return true;
        }

        var progresses = Volatile.Read(ref _arrivedBytes) - _windowBytes >= leastBytes;
        Restart(nowMs);
        return progresses;
    }

    public void Evict() => evict();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            memory.Return(this);
        }
    }
}
