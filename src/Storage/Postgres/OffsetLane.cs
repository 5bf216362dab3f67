using KafkaGateway.Contracts.Storage;
using Npgsql;

namespace KafkaGateway.Storage.Postgres;

/// <summary>Gathers writes while a statement is under way and sends them together in the next. Safe for threads.</summary>
internal sealed class OffsetLane(OffsetStatements statements, PostgresOffsetOptions options)
{
    private readonly Lock _gate = new();
    private readonly Queue<OffsetWriting> _waiting = new();
    private bool _isRunning;

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
            await WriteAsync(batch);
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
            batch.Settle(await statements.CommitAsync(batch.Pending));
            if (batch.Pending.Count > 0)
            {
                await statements.ClaimAsync(batch.Pending);
                batch.Settle(await statements.CommitAsync(batch.Pending));
            }

            batch.RefuseRest();
        }
        catch (StorageException failure) when (batch.Pending.Count > 1 && IsOfWhatWasWritten(failure))
        {
            foreach (var group in batch.OneByOne())
                await WriteAsync(group);
        }
        catch (Exception failure)
        {
            batch.Fail(failure);
        }
    }

    // Such a failure is one group's fault, as with an id that is too long for an index. The others must not suffer.
    private static bool IsOfWhatWasWritten(StorageException failure) => failure.InnerException is PostgresException { SqlState: var state }
        && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal));
}
