using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>States, kept in the journal.</summary>
internal sealed class JournalStateStore(StateJournal journal) : IStateStore
{
    public async ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken) =>
        (await journal.ReadAsync(cancellationToken)).States.Read(kind, key);

    public async ValueTask<long> WriteAsync(
        string kind, string key, ReadOnlyMemory<byte> value, long expectedVersion, CancellationToken cancellationToken) =>
        await journal.WriteAsync(draft => draft.ChangeState(kind, key, value, expectedVersion)!.Version, cancellationToken);

    public async ValueTask DeleteAsync(string kind, string key, long expectedVersion, CancellationToken cancellationToken) =>
        await journal.WriteAsync(draft => draft.ChangeState(kind, key, null, expectedVersion)?.Version ?? 0, cancellationToken);

    public async IAsyncEnumerable<StoredState> ListAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var state in (await journal.ReadAsync(cancellationToken)).States.List(kind))
            yield return state;
    }
}
