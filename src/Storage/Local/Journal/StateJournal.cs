using System.Threading.Channels;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Logs;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>
/// States and offsets of a node as a log of changes. One loop writes: what gathers while one batch is flushed goes into the next one.
/// After a failure the log is opened and read again before anything else is written or read.
/// </summary>
internal sealed class StateJournal : IAsyncDisposable
{
    private const int LargestBatch = 1024 * 1024;

    private readonly Channel<JournalWrite> _writes = Channel.CreateUnbounded<JournalWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly JournalLog _log;
    private readonly Task _loop;
    private volatile JournalTables _tables;
    private volatile bool _isDoubtful;

    private StateJournal(JournalLog log, JournalTables tables)
    {
        (_log, _tables) = (log, tables);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Whether it was closed with all it held on the disk.</summary>
    public bool WasClosedCleanly => _log.WasClosedCleanly;

    public static async Task<StateJournal> OpenAsync(LogContext context, bool wasClosed)
    {
        var log = new JournalLog(context, wasClosed);
        var tables = await log.OpenAsync();
        tables.Offsets.ForgetEmptyGroups();
        return new StateJournal(log, tables);
    }

    /// <summary>What is durable now; after a failed write, what the disk says about it.</summary>
    public async ValueTask<JournalTables> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isDoubtful)
            await WriteAsync(static _ => 0, cancellationToken);
        return _tables;
    }

    /// <summary>Completes when the change is durable. Giving up the wait does not take it back.</summary>
    public Task<long> WriteAsync(Func<JournalDraft, long> draft, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new JournalWrite(draft);
        if (!_writes.Writer.TryWrite(write))
            throw new StorageException($"The journal in {_log.Folder} is closed.");
        return write.Done.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _loop;
        await _log.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await _writes.Reader.WaitToReadAsync())
        {
            var taken = new List<JournalWrite>();
            try
            {
                await CommitAsync(taken);
                await CompactAsync();
            }
            catch (StorageException e)
            {
                _isDoubtful = true;
                // Where nothing was taken, opening the log failed, and those who wait would wait in vain.
                if (taken.Count == 0)
                    TakeAll(taken);
                taken.ForEach(write => write.Fail(e));
            }
        }
    }

    private void TakeAll(List<JournalWrite> taken)
    {
        while (_writes.Reader.TryRead(out var write))
            taken.Add(write);
    }

    private async Task CommitAsync(List<JournalWrite> taken)
    {
        if (_isDoubtful)
        {
            _tables = await _log.OpenAsync();
            // A flush that failed may have left in memory what is not on the disk, and would not fail again. So all is written anew.
            await _log.CompactAsync(_tables);
            _isDoubtful = false;
        }

        using (var draft = new JournalDraft(_tables, _log.EndOffset, _log.NowMs))
        {
            while (draft.SizeInBytes < LargestBatch && _writes.Reader.TryRead(out var write))
            {
                taken.Add(write);
                write.Draft(draft);
            }

            if (!draft.IsEmpty)
                await _log.AppendAsync(draft.Build());
            draft.Apply();
        }

        taken.ForEach(write => write.Complete());
        taken.Clear();
    }

    private async Task CompactAsync()
    {
        try
        {
            if (_log.IsCompactionDue)
                await _log.CompactAsync(_tables);
        }
        catch (StorageException)
        {
            // Whoever writes or reads next opens the log again, and is told if that fails.
            _isDoubtful = true;
        }
    }
}
