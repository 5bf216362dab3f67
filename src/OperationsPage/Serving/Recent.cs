namespace KafkaGateway.OperationsPage.Serving;

/// <summary>
/// An answer that all who look share. It is asked for again when somebody wants it and it is a second old, or ten times as old as it took to get: what is
/// expensive in a large cluster is asked for rarely, however many look.
/// </summary>
internal sealed class Recent<T>(TimeProvider time, Func<CancellationToken, ValueTask<T>> askAsync)
{
    private const int Patience = 10;
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<T>? _last;
    private long _freshUntil;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last is null or { IsFaulted: true } or { IsCanceled: true } || (_last.IsCompleted && time.GetTimestamp() >= Volatile.Read(ref _freshUntil)))
                _last = AskAsync();
            return _last.WaitAsync(cancellationToken);
        }
    }

    // Not cancelled by the one who happens to ask, because others may wait for the same answer.
    private async Task<T> AskAsync()
    {
        var since = time.GetTimestamp();
        var answer = await askAsync(CancellationToken.None);
        var took = time.GetElapsedTime(since) * Patience;
        var freshFor = took > FreshFor ? took : FreshFor;
        Volatile.Write(ref _freshUntil, time.GetTimestamp() + (long)(freshFor.TotalSeconds * time.TimestampFrequency));
        return answer;
    }
}
