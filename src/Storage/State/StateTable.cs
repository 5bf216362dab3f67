using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.State;

/// <summary>A change to one state; null deletes it.</summary>
internal readonly record struct StateChange(string Kind, string Key, StoredState? State);

/// <summary>All states of a node by kind and key. Safe for threads.</summary>
internal sealed class StateTable
{
    private readonly Dictionary<string, Dictionary<string, StoredState>> _kinds = [];
    private readonly Lock _gate = new();

    public StoredState? Read(string kind, string key)
    {
        lock (_gate)
            return _kinds.TryGetValue(kind, out var states) ? states.GetValueOrDefault(key) : null;
    }

    public List<StoredState> List(string kind)
    {
        lock (_gate)
            return _kinds.TryGetValue(kind, out var states) ? [.. states.Values] : [];
    }

    public List<StateChange> ListAll()
    {
        lock (_gate)
            return [.. _kinds.SelectMany(kind => kind.Value.Values.Select(state => new StateChange(kind.Key, state.Key, state)))];
    }

    public void Apply(in StateChange change)
    {
        lock (_gate)
        {
            if (!_kinds.TryGetValue(change.Kind, out var states))
                _kinds[change.Kind] = states = [];
            if (change.State is { } state)
                states[change.Key] = state;
            else
                states.Remove(change.Key);
        }
    }

    /// <summary>What a write makes of a state.</summary>
    /// <param name="current">The state as it is.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">The new value, null to delete it.</param>
    /// <param name="expectedVersion">The version that the writer knows, 0 for none.</param>
    /// <exception cref="StateConflictException">The writer does not know the newest version.</exception>
    public static StateChange Next(StoredState? current, string kind, string key, ReadOnlyMemory<byte>? value, long expectedVersion)
    {
        var version = current?.Version ?? 0;
        if (version != expectedVersion)
            throw new StateConflictException($"State {kind}/{key} is at version {version}, not {expectedVersion}.");
        return new StateChange(kind, key, value is { } bytes ? new StoredState(key, bytes.ToArray(), version + 1) : null);
    }
}
