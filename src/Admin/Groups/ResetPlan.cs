using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Groups;

/// <summary>Finds the new offsets of a group, none of them outside of its log.</summary>
internal sealed class ResetPlan(Session session, string group, IReadOnlyDictionary<TopicPartition, long> committed)
{
    /// <summary>The new offsets of some partitions, or of those that a file names.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, long>> OffsetsAsync(IReadOnlyList<TopicPartition> partitions, ResetTarget target) => target switch
    {
        ResetTarget.Time time => await AtTimeAsync(partitions, time.Timestamp),
        ResetTarget.Offset offset => await WithinAsync(partitions.ToDictionary(partition => partition, _ => offset.Value)),
        ResetTarget.Shift shift => await ShiftedAsync(partitions, shift.Records),
        ResetTarget.File file => await WithinAsync(OfFile(file.Lines)),
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    private Dictionary<TopicPartition, long> OfFile(IEnumerable<ResetFileLine> lines)
    {
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var line in lines.Where(line => line.Group is null || line.Group == group))
        {
            if (!offsets.TryAdd(line.Partition, line.Offset))
                throw new AdminException($"--from-file names {line.Partition} twice");
        }

        return offsets;
    }

    private async Task<IReadOnlyDictionary<TopicPartition, long>> AtTimeAsync(IReadOnlyList<TopicPartition> partitions, long timestamp)
    {
        var found = await session.Client.OffsetsAsync(partitions, timestamp, session.Stop);
        var none = partitions.Where(partition => found[partition] < 0).ToList();
        if (none.Count == 0)
            return found;
        var ends = await session.Client.OffsetsAsync(none, LogOffsets.Latest, session.Stop);
        return partitions.ToDictionary(partition => partition, partition => found[partition] < 0 ? ends[partition] : found[partition]);
    }

    private async Task<IReadOnlyDictionary<TopicPartition, long>> ShiftedAsync(IReadOnlyList<TopicPartition> partitions, long records)
    {
        var missing = partitions.Where(partition => !committed.ContainsKey(partition)).ToList();
        if (missing.Count > 0 && records != 0)
            throw new AdminException($"group {group} has committed nothing for {missing[0]}: there is nothing to shift");
        var ends = await session.Client.OffsetsAsync(missing, LogOffsets.Latest, session.Stop);
        return await WithinAsync(partitions.ToDictionary(
            partition => partition, partition => committed.TryGetValue(partition, out var current) ? current + records : ends[partition]));
    }

    private async Task<IReadOnlyDictionary<TopicPartition, long>> WithinAsync(Dictionary<TopicPartition, long> wanted)
    {
        var starts = await session.Client.OffsetsAsync(wanted.Keys, LogOffsets.Earliest, session.Stop);
        var ends = await session.Client.OffsetsAsync(wanted.Keys, LogOffsets.Latest, session.Stop);
        return wanted.ToDictionary(pair => pair.Key, pair => Within(pair.Key, pair.Value, starts[pair.Key], ends[pair.Key]));
    }

    private long Within(TopicPartition partition, long offset, long start, long end)
    {
        var within = Math.Clamp(offset, start, end);
        if (within != offset)
            session.Progress.Say($"warning: {partition} holds offsets {start} to {end}, not {offset}; {within} is taken");
        return within;
    }
}
