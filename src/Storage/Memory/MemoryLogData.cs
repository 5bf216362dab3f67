using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Memory;

/// <summary>What a partition's log in memory holds, whoever has it open. Its methods are called under its lock.</summary>
internal sealed class MemoryLogData
{
    private readonly PartitionKey _key;
    private readonly List<SegmentSpan> _segments;
    private readonly EpochList _epochs = new([]);
    private BatchChain _batches = new();
    private long _start;

    public MemoryLogData(PartitionKey key, long nowMs)
    {
        _key = key;
        _segments = [new SegmentSpan(0, nowMs)];
    }

    public Lock Gate { get; } = new();

    /// <summary>Who has the log open.</summary>
    public MemoryRecordLog? Owner { get; set; }

    /// <summary>The highest epoch that has opened the log.</summary>
    public int NewestEpoch { get; set; } = int.MinValue;

    /// <summary>How often all who had the log open ended at once.</summary>
    public int Crashes { get; set; }

    /// <summary>Where the last flush found the end.</summary>
    public long FlushedOffset { get; private set; }

    public LogSnapshot? Snapshot { get; set; }

    public IReadOnlyList<EpochStart> Epochs => _epochs.Entries;

    public LogBounds Bounds => new(_start, End, _batches.SizeBytes);

    private long End => _segments[^1].EndOffset;

    public void Append(IReadOnlyList<LogBatch> batches, in SegmentLayout layout, long nowMs)
    {
        LogRules.CheckAppend(_key, batches, End);
        for (var i = 0; i < batches.Count; i++)
            Append(batches[i], layout, nowMs);
    }

    public void Flush() => FlushedOffset = End;

    /// <summary>Reads for one who knows the log up to an end offset.</summary>
    public ReadOnlySequence<byte> Read(long offset, int maxBytes, bool atLeastOne, long endOffset)
    {
        LogRules.CheckOffset(_key, offset, _start, endOffset);
        return offset == endOffset ? ReadOnlySequence<byte>.Empty : _batches.Read(_batches.IndexOf(offset), maxBytes, atLeastOne, endOffset);
    }

    public long? FindByTimestamp(long timestamp)
    {
        foreach (var segment in _segments)
        {
            if (segment.Facts.MaxTimestamp >= timestamp && FirstAtOrAfter(segment, timestamp) is { } found)
                return found;
        }

        return null;
    }

    public long? FindMaxTimestamp()
    {
        var (best, offset) = (long.MinValue, (long?)null);
        foreach (var segment in _segments)
        {
            if (segment.Facts.MaxTimestamp <= best)
                continue;
            foreach (var batch in LiveBatches(segment))
            {
                if (batch.MaxTimestamp > best)
                    (best, offset) = (batch.MaxTimestamp, batch.BaseOffset);
            }
        }

        return offset;
    }

    public void Trim(long startOffset, long nowMs)
    {
        if (startOffset <= _start)
            return;
        LogRules.CheckOffset(_key, startOffset, _start, End);
        _start = startOffset;
        DropSegments(RetentionRule.CountBelow(_segments, startOffset), nowMs);
    }

    public long ApplyRetention(in RetentionLimits limits, long nowMs)
    {
        DropSegments(RetentionRule.CountExpired(_segments, limits, nowMs), nowMs);
        return _start;
    }

    /// <summary>What a machine that lost its power has left: nothing behind the last flush.</summary>
    public void LoseUnflushed(in SegmentLayout layout, long nowMs)
    {
        // Readers may still hold the links of the old chain, so the survivors get a new one.
        var old = _batches;
        var end = Math.Max(FlushedOffset, _start);
        _batches = new BatchChain();
        _segments.Clear();
        _segments.Add(new SegmentSpan(old.Count == 0 ? end : old[0].Batch.BaseOffset, nowMs));
        for (var i = 0; i < old.Count && old[i].Batch.LastOffset < end; i++)
            Append(old[i].Batch, layout, nowMs);
        _epochs.TrimTail(end);
        if (Snapshot?.Offset > end)
            Snapshot = null;
    }

    private void Append(in LogBatch batch, in SegmentLayout layout, long nowMs)
    {
        if (_segments[^1].MustRollBefore(batch, layout, nowMs))
            _segments.Add(new SegmentSpan(End, nowMs));
        _epochs.Add(batch.LeaderEpoch, batch.BaseOffset);
        _segments[^1].Facts = _segments[^1].Facts.With(batch, nowMs);
        _batches.Append(batch);
    }

    private void DropSegments(int count, long nowMs)
    {
        if (count == _segments.Count)
            _segments.Add(new SegmentSpan(End, nowMs));
        _segments.RemoveRange(0, count);
        var firstKept = _segments[0].BaseOffset;
        _start = Math.Max(_start, firstKept);
        _epochs.TrimHead(_start);
        _batches.DropHead(_batches.IndexOf(firstKept - 1) + 1);
    }

    private long? FirstAtOrAfter(SegmentSpan segment, long timestamp)
    {
        foreach (var batch in LiveBatches(segment))
        {
            if (batch.MaxTimestamp >= timestamp)
                return batch.BaseOffset;
        }

        return null;
    }

    private IEnumerable<LogBatch> LiveBatches(SegmentSpan segment)
    {
        var from = Math.Max(segment.BaseOffset, _start);
        if (from >= segment.EndOffset)
            yield break;
        for (var i = _batches.IndexOf(from); i < _batches.Count && _batches[i].Batch.BaseOffset < segment.EndOffset; i++)
            yield return _batches[i].Batch;
    }
}
