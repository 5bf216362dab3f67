using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// One owner's right to a partition. Whoever wants to be the next owner first writes that down, and then waits for as long as the former one may
/// believe what he last read; so an owner need not ask before every answer. Depends on clocks running equally fast, not on their agreeing.
/// </summary>
internal sealed class Ownership(PartitionKey key, PartitionRecords records, PartitionRecord owned, TimeSpan lease, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private PartitionRecord _record = owned;
    private FencedException? _fenced;
    private Task? _asking;
    private long _validUntil;

    /// <summary>The record as this owner last wrote it.</summary>
    public PartitionRecord Record => _record;

    public int LeaderEpoch => _record.LeaderEpoch;

    public long Term => _record.Term;

    public FencedException? Fenced => Volatile.Read(ref _fenced);

    /// <summary>
    /// Completes if this owner is the owner now. While the filer does not answer that is not known, and the call waits: an owner who gave up would take
    /// with him what only he has besides the broker.
    /// </summary>
    /// <exception cref="FencedException">He is not.</exception>
    /// <exception cref="StorageException">The log was closed meanwhile.</exception>
    public async ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        ThrowIfFenced();
        while (time.GetTimestamp() >= Volatile.Read(ref _validUntil))
        {
            try
            {
                await AskedAsync().WaitAsync(cancellationToken);
            }
            catch (StorageUnavailableException) when (!_closing.IsCancellationRequested)
            {
                await Task.Delay(AskAgainAfter, time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }

            ThrowIfFenced();
        }

        if (time.GetElapsedTime(time.GetTimestamp(), Volatile.Read(ref _validUntil)) < lease / 2)
            _ = AskedAsync().ContinueWith(static asked => asked.Exception, TaskScheduler.Default);
    }

    /// <summary>Replaces the record.</summary>
    /// <exception cref="FencedException">This owner is not the owner any more.</exception>
    /// <exception cref="StorageException">It is not known whether it was replaced.</exception>
    public async Task WriteAsync(Func<PartitionRecord, PartitionRecord> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ThrowIfFenced();
            var known = _record;
            var next = change(known) with { Writes = known.Writes + 1 };
            var wrote = await records.ReplaceAsync(key, known, next, cancellationToken);

            // An earlier write whose answer was lost counts as done; what it wrote is written again.
            if (!wrote && await records.ReadAsync(key, cancellationToken) is { } stored && stored.Term == known.Term)
            {
                next = change(stored) with { Writes = stored.Writes + 1 };
                wrote = await records.ReplaceAsync(key, stored, next, cancellationToken);
            }

            if (!wrote)
                await AskAsync();
            ThrowIfFenced();
            if (!wrote)
                throw new StorageException($"The record of {key} in the filer was replaced by somebody else");
            _record = next;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends this owner.</summary>
    public void Fence(FencedException fenced) => Interlocked.CompareExchange(ref _fenced, fenced, null);

    public void ThrowIfFenced()
    {
        if (Fenced is { } fenced)
            throw new FencedException(fenced.Message, fenced);
    }

    /// <summary>Ends waits for a filer that does not answer.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose()
    {
        _writing.Dispose();
        _closing.Dispose();
    }

    private Task AskedAsync()
    {
        lock (_gate)
            return _asking is { IsCompleted: false } ? _asking : _asking = AskAsync();
    }

    private async Task AskAsync()
    {
        var from = time.GetTimestamp();
        var owner = await records.ReadOwnerAsync(key, CancellationToken.None);
        if (owner?.Term == Term)
            Volatile.Write(ref _validUntil, from + (long)(lease.TotalSeconds * time.TimestampFrequency));
        else
            Fence(owner is { } later ? FencedException.ByLaterOwner(key, LeaderEpoch, later.LeaderEpoch) : FencedException.ByDeletion(key, LeaderEpoch));
    }
}
