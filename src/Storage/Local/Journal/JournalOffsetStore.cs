using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.State;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>Committed offsets, kept in the journal.</summary>
internal sealed class JournalOffsetStore(StateJournal journal) : IOffsetStore
{
    public async ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(string groupId, CancellationToken cancellationToken) =>
        (await journal.ReadAsync(cancellationToken)).Offsets.Load(groupId);

    public async ValueTask WriteAsync(
        string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes, CancellationToken cancellationToken)
    {
        // The caller may go on with its collection when it stops to wait.
        OffsetChange[] own = [.. changes];
        await journal.WriteAsync(
            draft =>
            {
                draft.ChangeOffsets(groupId, ownerEpoch, own);
                return 0;
            },
            cancellationToken);
    }

    public async IAsyncEnumerable<string> ListGroupsAsync(string topic, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var groupId in (await journal.ReadAsync(cancellationToken)).Offsets.ListGroups(OffsetTable.Of(topic)))
            yield return groupId;
    }

    public async IAsyncEnumerable<string> ListExpiringAsync(
        long committedBeforeMs, long nowMs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var groupId in (await journal.ReadAsync(cancellationToken)).Offsets.ListGroups(OffsetTable.Expiring(committedBeforeMs, nowMs)))
            yield return groupId;
    }
}
