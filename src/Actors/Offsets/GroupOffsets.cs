using System.Diagnostics;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;

namespace KafkaGateway.Actors.Offsets;

/// <summary>
/// The committed offsets of one group. While one write is under way the next ones gather and are then written together, in order. What is
/// read here is durable: a commit becomes visible when its write is done, not before. Runs in the turns of the group.
/// </summary>
internal sealed class GroupOffsets(string groupId, IOffsetStore store)
{
    private Dictionary<TopicPartition, CommittedOffset>? _committed;
    private Task? _reloading;
    private Gathering? _gathering;
    private Gathering? _writing;
    private long _ownerEpoch;

    /// <summary>Locks earlier owners out, then loads what they committed.</summary>
    /// <exception cref="StorageException">Nothing is loaded; it can be tried again.</exception>
    /// <exception cref="StateConflictException">A later owner is at work.</exception>
    public Task LoadAsync(long ownerEpoch)
    {
        _ownerEpoch = ownerEpoch;
        return ReloadAsync();
    }

    /// <summary>
    /// All that is committed, certain to be the newest: a later owner, who may have committed what is not known here, would be noticed.
    /// </summary>
    /// <exception cref="StateConflictException">A later owner is at work.</exception>
    public async Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> ReadNewestAsync()
    {
        await store.WriteAsync(groupId, _ownerEpoch, [], CancellationToken.None);
        return await ReadAsync();
    }

    /// <summary>All that is committed, as of the last completed write; loaded again where the outcome of one is unknown.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> ReadAsync()
    {
        while (_committed is null)
            await ReloadAsync();
        return _committed;
    }

    /// <summary>Whether nothing is on its way to storage.</summary>
    public bool IsIdle => _writing is null && _gathering is null;

    /// <summary>Whether a change of that partition is on its way to storage.</summary>
    public bool IsChanging(TopicPartition partition) =>
        _writing?.Changes.ContainsKey(partition) is true || _gathering?.Changes.ContainsKey(partition) is true;

    /// <summary>Completes when the changes are durable and visible.</summary>
    /// <exception cref="StorageException">It is not known whether they are written.</exception>
    /// <exception cref="StateConflictException">A later owner is at work.</exception>
    public Task WriteAsync(IEnumerable<OffsetChange> changes)
    {
        var gathering = _gathering ??= new();
        gathering.Trace.Join(Activity.Current);
        foreach (var change in changes)
            gathering.Changes[change.Partition] = change.Offset;
        if (_writing is null)
            _ = WriteGatheredAsync();
        return gathering.Done.Task;
    }

    /// <summary>Deletes all offsets, those included that are on their way.</summary>
    public async Task DeleteAllAsync()
    {
        await WriteAsync([]);
        await WriteAsync((await ReadAsync()).Keys.Select(partition => new OffsetChange(partition, null)));
    }

    /// <summary>Deletes the offsets of a topic, those included that are on their way.</summary>
    public async Task ForgetTopicAsync(string topic)
    {
        await WriteAsync((await ReadAsync()).Keys
            .Concat(_writing?.Changes.Keys ?? Enumerable.Empty<TopicPartition>())
            .Concat(_gathering?.Changes.Keys ?? Enumerable.Empty<TopicPartition>())
            .Where(partition => partition.Topic == topic)
            .Distinct()
            .Select(partition => new OffsetChange(partition, null))
            .ToList());
    }

    private async Task WriteGatheredAsync()
    {
        while (_gathering is { } batch)
        {
            (_writing, _gathering) = (batch, null);
            batch.Trace.GoOn();
            try
            {
                await ReadAsync();
                await store.WriteAsync(
                    groupId,
                    _ownerEpoch,
                    [.. batch.Changes.Select(change => new OffsetChange(change.Key, change.Value))],
                    CancellationToken.None);
                Apply(batch.Changes);
                batch.Done.SetResult();
            }
            catch (Exception failure)
            {
                _committed = null;
                batch.Done.SetException(failure);
            }
        }
        _writing = null;
    }

    private void Apply(Dictionary<TopicPartition, CommittedOffset?> changes)
    {
        foreach (var (partition, offset) in changes)
        {
            if (offset is null)
                _committed!.Remove(partition);
            else
                _committed![partition] = offset;
        }
    }

    private Task ReloadAsync() => _reloading ??= ReloadOnceAsync();

    private async Task ReloadOnceAsync()
    {
        // Begin with an await in any case: the field is to hold this task before it can be cleared.
        await Task.Yield();
        try
        {
            // Only now is nothing of an earlier owner, and nothing of a write of this one that failed, still on its way.
            await store.WriteAsync(groupId, _ownerEpoch, [], CancellationToken.None);
            _committed = new(await store.LoadAsync(groupId, CancellationToken.None));
        }
        finally
        {
            _reloading = null;
        }
    }

    private sealed class Gathering
    {
        public SharedTrace Trace;

        public Dictionary<TopicPartition, CommittedOffset?> Changes { get; } = [];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
