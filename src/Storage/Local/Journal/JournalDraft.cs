using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.State;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>Changes of several writers on their way into one batch. They see one another's, and nobody else does before they are durable.</summary>
internal sealed class JournalDraft(JournalTables tables, long baseOffset, long nowMs) : IDisposable
{
    private readonly RecordBatchBuilder _batch = new() { BaseOffset = baseOffset, PartitionLeaderEpoch = 0 };
    private readonly Dictionary<(string Kind, string Key), StateChange> _states = [];
    private readonly Dictionary<string, long> _owners = [];
    private readonly List<(string GroupId, long OwnerEpoch, IReadOnlyCollection<OffsetChange> Changes)> _offsets = [];

    public bool IsEmpty => _batch.Count == 0;

    public int SizeInBytes => _batch.SizeInBytes;

    /// <exception cref="StateConflictException">The writer does not know the newest version.</exception>
    public StoredState? ChangeState(string kind, string key, ReadOnlyMemory<byte>? value, long expectedVersion)
    {
        var current = _states.TryGetValue((kind, key), out var drafted) ? drafted.State : tables.States.Read(kind, key);
        var change = StateTable.Next(current, kind, key, value, expectedVersion);
        if (current is null && change.State is null)
            return null;
        _states[(kind, key)] = change;
        JournalRecord.Append(_batch, change, nowMs);
        return change.State;
    }

    /// <exception cref="StateConflictException">A later owner has written.</exception>
    public void ChangeOffsets(string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes)
    {
        var lastEpoch = _owners.TryGetValue(groupId, out var drafted) ? drafted : tables.Offsets.OwnerEpoch(groupId);
        OffsetTable.CheckOwner(groupId, ownerEpoch, lastEpoch);
        if (ownerEpoch != lastEpoch)
            JournalRecord.Append(_batch, groupId, ownerEpoch, nowMs);
        foreach (var change in changes)
            JournalRecord.Append(_batch, groupId, change, nowMs);
        _owners[groupId] = ownerEpoch;
        _offsets.Add((groupId, ownerEpoch, changes));
    }

    public LogBatch Build()
    {
        var bytes = _batch.Build();
        return new LogBatch(baseOffset, baseOffset + _batch.Count - 1, 0, RecordBatchHeader.Read(bytes).MaxTimestamp, bytes);
    }

    /// <summary>Lets all see the changes.</summary>
    public void Apply()
    {
        foreach (var change in _states.Values)
            tables.States.Apply(change);
        foreach (var (groupId, ownerEpoch, changes) in _offsets)
            tables.Offsets.Apply(groupId, ownerEpoch, changes);
    }

    public void Dispose() => _batch.Dispose();
}
