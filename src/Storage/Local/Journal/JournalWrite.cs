using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>One writer who waits for the journal.</summary>
/// <param name="draft">Writes the change into a draft and returns what the writer gets when it is durable.</param>
internal sealed class JournalWrite(Func<JournalDraft, long> draft)
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StateConflictException? _conflict;
    private long _result;

    public Task<long> Done => _done.Task;

    public void Draft(JournalDraft target)
    {
        try
        {
            _result = draft(target);
        }
        catch (StateConflictException e)
        {
            // Told only when the draft is durable: what it conflicts with may stand in that same draft.
            _conflict = e;
        }
    }

    public void Complete()
    {
        if (_conflict is { } conflict)
            _done.SetException(conflict);
        else
            _done.SetResult(_result);
    }

    public void Fail(StorageException e) => _done.SetException(new StorageException(e.Message, e));
}
