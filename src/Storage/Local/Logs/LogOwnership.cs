using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// Stands between one owner of a log and its files: whoever changes them holds it meanwhile, and is turned away where somebody in another process
/// has taken the log over. It is taken before all locks of the log's state.
/// </summary>
internal abstract class LogOwnership : IDisposable
{
    /// <summary>In a folder that is this process's alone: a later owner closes the earlier one's log, so there is nothing to ask.</summary>
    public static LogOwnership Exclusive { get; } = new ExclusiveOwnership();

    /// <summary>Locks out whoever owned the log before; nobody follows before the result is disposed of.</summary>
    /// <exception cref="FencedException">An owner of a higher epoch has taken it.</exception>
    public abstract Hold Take();

    /// <summary>Locks out whoever owns the log, for good: it is about to be deleted.</summary>
    public abstract Hold TakeToDelete();

    /// <summary>Keeps the log this owner's until the result is disposed of. May be taken again by the thread that has it.</summary>
    /// <exception cref="FencedException">It is not any more.</exception>
    public abstract Hold Enter();

    /// <summary>Whether the log still is this owner's, at this moment.</summary>
    /// <exception cref="FencedException">It is not.</exception>
    public abstract void Confirm();

    /// <summary>Runs a read. If it fails because a later owner has deleted what this one knew of, that is what it fails with.</summary>
    public T Explain<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (StorageException)
        {
            Confirm();
            throw;
        }
    }

    public virtual void Dispose()
    {
    }

    protected virtual void Leave()
    {
    }

    public readonly ref struct Hold(LogOwnership? ownership) : IDisposable
    {
        public void Dispose() => ownership?.Leave();
    }

    private sealed class ExclusiveOwnership : LogOwnership
    {
        public override Hold Take() => default;

        public override Hold TakeToDelete() => default;

        public override Hold Enter() => default;

        public override void Confirm()
        {
        }
    }
}
