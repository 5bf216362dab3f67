using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Memory;

/// <summary>
/// Record logs in memory. They outlive their owners, not this object. A flush costs nothing and promises nothing, but which batches it
/// covered is remembered for <see cref="Crash"/>. No threads and no timers of its own, so that a simulation can replay what happened.
/// </summary>
/// <param name="time">The clock, which matters only for records without timestamps; null for the system's.</param>
public sealed class MemoryRecordLogs(TimeProvider? time = null) : IRecordLogs
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<(Guid, int), (PartitionKey Key, SegmentLayout Layout, MemoryLogData Data)> _logs = [];
    private readonly Lock _gate = new();

    /// <summary>The partitions that have a log.</summary>
    public IReadOnlyList<PartitionKey> Keys
    {
        get
        {
            lock (_gate)
                return [.. _logs.Values.Select(log => log.Key)];
        }
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var data = _logs.TryGetValue((key.TopicId, key.Partition), out var known) ? known.Data : new MemoryLogData(key, NowMs);
            lock (data.Gate)
            {
                if (leaderEpoch < data.NewestEpoch)
                    throw FencedException.ByLaterOwner(key, leaderEpoch, data.NewestEpoch);
                data.Owner?.Fence(FencedException.ByLaterOwner(key, data.Owner.LeaderEpoch, leaderEpoch));
                data.NewestEpoch = leaderEpoch;
                _logs[(key.TopicId, key.Partition)] = (key, layout, data);
                return new(data.Owner = new MemoryRecordLog(key, leaderEpoch, data, layout, _time));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_logs.Remove((key.TopicId, key.Partition), out var known))
            {
                lock (known.Data.Gate)
                {
                    known.Data.Owner?.Fence(FencedException.ByDeletion(key, known.Data.Owner.LeaderEpoch));
                    known.Data.Owner = null;
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// The end of all owners at once: what they have open is of no use any more and can be opened anew.
    /// </summary>
    /// <param name="loseUnflushed">Whether the machine ended too, and with it every batch that no flush had covered.</param>
    public void Crash(bool loseUnflushed)
    {
        lock (_gate)
        {
            foreach (var (_, layout, data) in _logs.Values)
            {
                lock (data.Gate)
                {
                    data.Owner = null;
                    data.Crashes++;
                    if (loseUnflushed)
                        data.LoseUnflushed(layout, NowMs);
                }
            }
        }
    }
}
