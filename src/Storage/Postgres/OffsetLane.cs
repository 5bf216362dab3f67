using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Postgres;

/// <summary>Gathers writes while a statement is under way and sends them together in the next. Safe for threads.</summary>
internal sealed class OffsetLane(OffsetStatements statements, PostgresOffsetOptions options)
{
    private readonly Lock _gate = new();
    private readonly Queue<OffsetWriting> _waiting = new();
    private bool _isRunning;

    // What a failed statement wanted may still come about, after all that is written later. Raising this number locks it out.
    private int _fence;

    /// <summary>Completes when the changes are durable.</summary>
    public Task WriteAsync(string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes)
    {
        var writing = new OffsetWriting(groupId, ownerEpoch, [.. changes]);
        lock (_gate)
        {
            if (_waiting.Count >= options.MaxWaitingWrites)
                return Task.FromException(new StorageException($"{_waiting.Count} writes of offsets wait for PostgreSQL already"));
            _waiting.Enqueue(writing);
            if (_isRunning)
                return writing.Done.Task;
            _isRunning = true;
        }

        _ = Task.Run(RunAsync);
        return writing.Done.Task;
    }

    private async Task RunAsync()
    {
        while (TakeBatch() is { } batch)
        {
            batch.Begin();
            await WriteAsync(batch);
        }
    }

    private OffsetBatch? TakeBatch()
    {
        lock (_gate)
        {
            var batch = new OffsetBatch(options.MaxChangesInStatement);
            while (_waiting.TryPeek(out var next) && batch.TryAdd(next))
                _waiting.Dequeue();
            if (batch.IsEmpty)
            {
                _isRunning = false;
                return null;
            }

            return batch;
        }
    }

    // The claim comes second because almost always the owner has claimed before: then one statement is all.
    private async Task WriteAsync(OffsetBatch batch)
    {
        try
        {
            batch.Settle(await statements.CommitAsync(batch.Pending, _fence));
            if (batch.IsEmpty)
                return;
            var claimed = await statements.ClaimAsync(batch.Pending, _fence);
            batch.RefuseAllBut(claimed);
            batch.Settle(batch.Pending.Where(group => group.Changes.Count == 0).Select(group => group.GroupId).ToList());
            if (batch.IsEmpty)
                return;
            batch.Settle(await statements.CommitAsync(batch.Pending, _fence));
            batch.RefuseAllBut([]);
        }
        catch (Exception failure)
        {
            _fence++;
            batch.Fail(failure);
            FailWaiting(failure);
        }
    }

    // They have waited for as long as a statement may take; each in a statement of its own they would wait many times that.
    private void FailWaiting(Exception failure)
    {
        OffsetWriting[] waiting;
        lock (_gate)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        Array.ForEach(waiting, writing => writing.Done.SetException(failure));
    }
}
