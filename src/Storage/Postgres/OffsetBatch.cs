using System.Diagnostics;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;

namespace KafkaGateway.Storage.Postgres;

/// <summary>One write that waits.</summary>
internal sealed record OffsetWriting(string GroupId, long OwnerEpoch, OffsetChange[] Changes)
{
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Activity? Trace { get; } = Activity.Current;
}

/// <summary>One group's part in a statement: all its writes, of which the last word on each partition counts.</summary>
internal sealed class GroupWrites(string groupId, long ownerEpoch)
{
    public string GroupId => groupId;

    public long OwnerEpoch => ownerEpoch;

    public List<OffsetWriting> Writes { get; } = [];

    public Dictionary<TopicPartition, CommittedOffset?> Changes { get; } = [];

    public void Add(OffsetWriting writing)
    {
        Writes.Add(writing);
        foreach (var change in writing.Changes)
            Changes[change.Partition] = change.Offset;
    }
}

/// <summary>The writes that go out together.</summary>
internal sealed class OffsetBatch(int maxChanges)
{
    private readonly Dictionary<string, GroupWrites> _pending = new(StringComparer.Ordinal);
    private int _size;
    private SharedTrace _trace;

    public bool IsEmpty => _pending.Count == 0;

    /// <summary>The groups that nothing is known of yet.</summary>
    public IReadOnlyCollection<GroupWrites> Pending => _pending.Values;

    /// <summary>Takes a write in, unless the batch is full or has the same group under another owner.</summary>
    public bool TryAdd(OffsetWriting writing)
    {
        // A write without changes names its group all the same.
        var size = Math.Max(1, writing.Changes.Length);
        if (!IsEmpty && _size + size > maxChanges)
            return false;
        if (!_pending.TryGetValue(writing.GroupId, out var group))
            _pending[writing.GroupId] = group = new GroupWrites(writing.GroupId, writing.OwnerEpoch);
        else if (group.OwnerEpoch != writing.OwnerEpoch)
            return false;
        group.Add(writing);
        _size += size;
        _trace.Join(writing.Trace);
        return true;
    }

    /// <summary>What follows is done for the requests of this batch.</summary>
    public void Begin() => _trace.GoOn();

    /// <summary>These groups' writes are done.</summary>
    public void Settle(IEnumerable<string> groupIds)
    {
        foreach (var groupId in groupIds)
        {
            if (_pending.Remove(groupId, out var group))
                group.Writes.ForEach(writing => writing.Done.SetResult());
        }
    }

    /// <summary>All groups but these have a later owner.</summary>
    public void RefuseAllBut(IEnumerable<string> groupIds)
    {
        foreach (var groupId in _pending.Keys.Except(groupIds, StringComparer.Ordinal).ToList())
        {
            _pending.Remove(groupId, out var group);
            group!.Writes.ForEach(writing => writing.Done.SetException(
                new StateConflictException($"The offsets of group {groupId} have a later owner than {group.OwnerEpoch}.")));
        }
    }

    public void Fail(Exception failure)
    {
        foreach (var group in _pending.Values)
            group.Writes.ForEach(writing => writing.Done.SetException(failure));
    }
}
