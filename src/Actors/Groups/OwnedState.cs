using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// A group's stored state in the hands of one owner. Writes go one after another, each on the version that the one before it left behind;
/// that is how a second owner is noticed.
/// </summary>
internal sealed class OwnedState(IStateStore store, string groupId)
{
    private long _version;
    private Task _last = Task.CompletedTask;
    private ReadOnlyMemory<byte>? _unsettled;

    /// <summary>Greater than that of every owner before; stored with every write.</summary>
    public long OwnerEpoch { get; private set; }

    public async Task<ConsumerGroupState?> ReadAsync()
    {
        var stored = await store.ReadAsync(GroupSnapshot.Kind, groupId, CancellationToken.None);
        (_version, _unsettled) = (stored?.Version ?? 0, null);
        if (stored is null)
            return null;
        var state = StateCodec.Decode<ConsumerGroupState>(stored.Value);
        OwnerEpoch = state.OwnerEpoch;
        return state;
    }

    /// <summary>
    /// Becomes the owner by writing. The clock keeps epochs growing where a group was deleted, and its epoch with it, and created again.
    /// </summary>
    public Task ClaimAsync(ConsumerGroupState state, long nowMs)
    {
        OwnerEpoch = Math.Max(OwnerEpoch + 1, nowMs);
        return WriteAsync(state);
    }

    /// <summary>Completes when the state is stored, after all writes asked for before.</summary>
    /// <exception cref="StateConflictException">Another owner has written.</exception>
    /// <exception cref="StorageException">It is not known whether it is written; the next write finds out.</exception>
    public Task WriteAsync(ConsumerGroupState state)
    {
        state.OwnerEpoch = OwnerEpoch;
        var value = StateCodec.Encode(state);
        return InOrder(async () =>
        {
            await SettleAsync();
            _unsettled = value;
            _version = await store.WriteAsync(GroupSnapshot.Kind, groupId, value, _version, CancellationToken.None);
            _unsettled = null;
        });
    }

    /// <summary>Deletes the state, after all writes asked for before.</summary>
    public Task DeleteAsync() => InOrder(async () =>
    {
        await SettleAsync();
        await store.DeleteAsync(GroupSnapshot.Kind, groupId, _version, CancellationToken.None);
        _version = 0;
    });

    /// <summary>Finds out whether a write that failed was done after all. Its octets name the owner, so that they are no other's.</summary>
    private async Task SettleAsync()
    {
        if (_unsettled is not { } tried)
            return;
        var stored = await store.ReadAsync(GroupSnapshot.Kind, groupId, CancellationToken.None);
        if (stored is not null && stored.Version == _version + 1 && stored.Value.Span.SequenceEqual(tried.Span))
            _version = stored.Version;
        else if ((stored?.Version ?? 0) != _version)
            throw new StateConflictException($"Group {groupId} was at version {_version} and is at {stored?.Version ?? 0}: another owner wrote it.");
        _unsettled = null;
    }

    private Task InOrder(Func<Task> operation)
    {
        return _last = RunAfter(_last);

        async Task RunAfter(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            await operation();
        }
    }
}
