namespace KafkaGateway.Contracts.Storage;

/// <summary>One stored state and its version, 1 after the first write.</summary>
public sealed record StoredState(string Key, ReadOnlyMemory<byte> Value, long Version);

/// <summary>
/// Small states of actors under a kind and a key, each with a version, written only where the writer knows the newest version: two owners
/// of one actor cannot overwrite each other unseen.
/// </summary>
public interface IStateStore
{
    /// <summary>The state under that key, or null.</summary>
    ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes where the stored version equals <paramref name="expectedVersion"/> (0: must not exist), durably, and returns the new version.
    /// </summary>
    /// <exception cref="StateConflictException">The stored version is another one.</exception>
    /// <exception cref="StorageException">Nothing is known to be written; reading again tells.</exception>
    ValueTask<long> WriteAsync(
        string kind, string key, ReadOnlyMemory<byte> value, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Deletes, under the same condition as a write. Deleting what does not exist is no error where 0 is expected.</summary>
    ValueTask DeleteAsync(string kind, string key, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>All states of a kind, in no particular order.</summary>
    IAsyncEnumerable<StoredState> ListAsync(string kind, CancellationToken cancellationToken);
}

/// <summary>Another owner wrote this state in the meantime.</summary>
public sealed class StateConflictException : Exception
{
    /// <summary>With a message that names kind, key and versions.</summary>
    public StateConflictException(string message) : base(message) { }

    /// <summary>With a message and a cause.</summary>
    public StateConflictException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without a message; kept for the exception pattern.</summary>
    public StateConflictException() { }
}
